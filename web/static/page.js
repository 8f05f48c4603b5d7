// Keeps the address of an answer short and says that a question is under way.
// Everything on the page works without this file.
const form = document.querySelector("form.ask");
const summary = document.getElementById("status");

function isDefault(control) {
  return control.value === (control.dataset.default ?? "");
}

if (form && summary) {
  const before = summary.textContent;

  form.addEventListener("submit", () => {
    for (const control of form.elements) {
      if (control.name && isDefault(control)) control.disabled = true;
    }
    summary.textContent = "Searching the archive…";
  });

  // The browser may bring this very page back from its history.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const control of form.elements) control.disabled = false;
    summary.textContent = before;
  });
}
