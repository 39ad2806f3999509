// Framework's loader of /share.png.

import "../scripts/document.js";
import {readData} from "../scripts/data.js";
import {drawShareImage} from "../scripts/shareImage.js";
import {buildSeason} from "./components/lib/season.js";

const {rankings, shows, report} = readData();
process.stdout.write(drawShareImage(buildSeason(rankings, shows), {synthetic: report.synthetic}));
