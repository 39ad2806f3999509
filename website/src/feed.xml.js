// Framework's loader of /feed.xml.

import {readData} from "../scripts/data.js";
import {buildFeed} from "../scripts/feed.js";
import {readSiteUrl} from "../scripts/settings.js";
import {buildSeason} from "./components/lib/season.js";

const {rankings, shows, report} = readData();
process.stdout.write(buildFeed(buildSeason(rankings, shows), {siteUrl: readSiteUrl(), synthetic: report.synthetic}));
