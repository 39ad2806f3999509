// Titles that would be markup, a program or front matter, were they anything but text.

export const HOSTILE = [
  "<img src=x onerror=alert(1)>",
  "</script><script>",
  "${globalThis.x=1}",
  "`",
  "---",
  "[a](javascript:1)",
];
