"use strict";

// Questions that depend on another answer come and go while one types. Without this script they stand there with
// the condition in words; which answers count is decided by the server.
const questions = [...document.querySelectorAll("[data-question]")];

/** What is answered to a question that is to be seen; nothing to one that is hidden. */
function answersTo(identifier) {
  const question = questions.find((one) => one.dataset.question === identifier);
  if (!question || question.hidden) return [];
  const chosen = question.querySelectorAll("input:checked, select");
  return [...chosen].map((control) => control.value);
}

function showAndHide() {
  for (const question of questions) {
    const { shownIf, shownValues } = question.dataset;
    if (!shownIf) continue;
    const values = shownValues.split(" ");
    question.hidden = !answersTo(shownIf).some((answer) => values.includes(answer));
  }
}

document.documentElement.classList.add("js-questions");
for (const form of new Set(questions.map((question) => question.closest("form")))) {
  form?.addEventListener("change", showAndHide);
}
showAndHide();
