"use strict";

// Links to the page of the calendars open the dialog instead; Escape and the way back of the focus are the browser's.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-dialog]");
  const wantsAnotherTab = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
  if (!link || wantsAnotherTab) return;
  const dialog = document.getElementById(link.dataset.dialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  link.focus();
  dialog.showModal();
  dialog.querySelector("h2").focus();
});

// A click beside the dialog closes it.
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

// The address of a feed into the clipboard, said where the button is. Where a browser refuses, it is selected.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const address = document.getElementById(button.dataset.copy);
  const status = button.closest(".mpi-offer").querySelector("[role=status]");
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(address.value);
    status.textContent = button.dataset.copied;
  } catch {
    address.focus();
    address.select();
    status.textContent = button.dataset.notCopied;
  }
});
