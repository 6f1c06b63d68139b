"use strict";

document.documentElement.classList.add("js");

// A page that came back with errors puts the focus on their list; its links lead to the fields.
const summary = document.querySelector("[data-autofocus]");
if (summary) summary.focus();

// The phone's menu is a native <details>; Escape closes it and gives the focus back.
const menu = document.querySelector(".mpi-menu");
if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// Paper: the browser's own command, one tap away.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
