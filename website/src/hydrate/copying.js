// The buttons that copy a week: as text, as Markdown, or its address.

const ANSWER_TIME = 2000;

/** Show the buttons in a box (of `CopyButtons`) and let them copy, where the browser can. */
export function hydrateCopying(box) {
  if (!navigator.clipboard) return;
  for (const button of box.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(textOf(box, button.dataset.copy));
      answer(button);
    });
  }
}

/** Texts end with the page's address, which only a browser knows for certain. */
function textOf(box, kind) {
  const address = location.href.split("#")[0];
  if (kind === "link") return address;
  return `${box.querySelector(`[data-text="${kind}"]`).textContent}\n${address}\n`;
}

/** "Copied" for two seconds, in the width of the words that it stands for. */
function answer(button) {
  const label = button.firstElementChild;
  const words = (button.dataset.label ??= label.textContent);
  button.style.setProperty("min-width", `${button.offsetWidth}px`);
  label.textContent = "Copied";
  clearTimeout(Number(button.dataset.timer));
  button.dataset.timer = setTimeout(() => (label.textContent = words), ANSWER_TIME);
}
