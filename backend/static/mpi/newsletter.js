"use strict";

// Buttons above a Markdown text: they put marks around what is selected. Without this script one types them.
const MARKS = {
  bold: (text) => `**${text || "…"}**`,
  italic: (text) => `*${text || "…"}*`,
  heading: (text) => `\n\n## ${text || "…"}\n\n`,
  list: (text) => `\n\n${(text || "…").split("\n").map((line) => `- ${line}`).join("\n")}\n\n`,
  link: (text) => `[${text || "…"}](https://)`,
};

/** Replace the selection and leave the replacement selected, so that the next key goes on from there. */
function mark(area, kind) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  area.focus();
  area.setRangeText(MARKS[kind](value.slice(start, end)), start, end, "select");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const box of document.querySelectorAll("[data-markdown]")) {
  const tools = box.querySelector("[role=toolbar]");
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mark]");
    if (button) mark(box.querySelector("textarea"), button.dataset.mark);
  });
}
