// What can be embedded, each as a picture and the texts to copy.

import {Snippet} from "../copy/Snippet.js";
import {html} from "../lib/dom.js";
import {describeEmbed, listKinds, writeEmbed, writeShield} from "./embeds.js";

/** All kinds for a `choice` (`{show, week, season}` as embeds.js takes them) and the site at `root`. */
export const EmbedList = (choice, root) => listKinds(choice).map((kind) => Embed(kind, {choice, root}));

function Embed({kind, name, size}, {choice, root}) {
  const embed = describeEmbed(kind, choice);
  const texts = writeEmbed(embed, root);
  const shield = kind === "badge" ? [{name: "shields.io", text: writeShield(choice.show, root)}] : [];
  return html(
    "section",
    {class: "embed section", "aria-labelledby": kind, "data-kind": kind},
    html("h2", {id: kind}, name),
    html(
      "p",
      {class: "embed-picture"},
      html("a", {href: embed.page}, html("img", {src: embed.image, alt: embed.alt, loading: "lazy", ...size})),
    ),
    html(
      "div",
      {class: "snippets"},
      [...texts, ...shield].map(({name: language, text}) => Snippet({name: language, text})),
    ),
  );
}
