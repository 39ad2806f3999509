// How a comparison is drawn: where lines begin, what they count, and on which scale.

import {html} from "../lib/dom.js";

const ALIGN = {premiere: "From premiere", date: "By date"};
const MEASURE = {week: "Per week", daily: "Per day", episode: "Per episode", total: "Added up", percent: "% of start"};

/** `{element, show(settings)}`: switches that call `onChange({align})`, `({y})` or `({log})`. */
export function Switches({onChange}) {
  const align = RadioGroup("align", "Lines begin", ALIGN, onChange);
  const measure = RadioGroup("y", "Downloads", MEASURE, onChange);
  const box = html("input", {type: "checkbox", name: "log"});
  box.addEventListener("change", () => onChange({log: box.checked}));
  const log = html("label", {class: "check"}, box, html("span", {}, "Log scale"));
  const show = (settings) => {
    align.show(settings.align);
    measure.show(settings.y);
    box.checked = settings.log;
  };
  return {element: html("div", {class: "switches"}, align.element, measure.element, log), show};
}

function RadioGroup(name, legend, labels, onChange) {
  const inputs = Object.keys(labels).map((value) => html("input", {type: "radio", name, value}));
  const items = inputs.map((input) => html("label", {}, input, html("span", {}, labels[input.value])));
  const element = html("fieldset", {class: "switch"}, html("legend", {class: "visually-hidden"}, legend), items);
  element.addEventListener("change", ({target}) => onChange({[name]: target.value}));
  return {
    element,
    show: (value) => {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}
