// Framework's loader of /share.png.

import "../scripts/document.js";
import {readData} from "../scripts/data.js";
import {shareImage} from "../scripts/shareImage.js";
import {season} from "./components/lib/season.js";

const {rankings, shows, report} = readData();
process.stdout.write(shareImage(season(rankings, shows), {synthetic: report.synthetic}));
