// Framework's loader of /feed.xml.

import {feed} from "../scripts/feed.js";
import {readData} from "../scripts/data.js";
import {siteUrl} from "../scripts/settings.js";

const {rankings, report} = readData();
process.stdout.write(feed(rankings, {siteUrl: siteUrl(), synthetic: report.synthetic}));
