// Comforts of the pages: everything on them works without this file.
const status = document.getElementById("status");

// --- asking: short addresses, and a word while the answer is awaited --------------------------

function isDefault(control) {
  return control.value === (control.dataset.default ?? "");
}

for (const form of document.querySelectorAll("form.ask, form.further")) {
  form.addEventListener("submit", () => {
    for (const control of form.elements) {
      if (control.name && isDefault(control)) control.disabled = true;
    }
    if (!status) return;
    status.dataset.before = status.textContent;
    status.textContent = "Searching the archive…";
    document.body.classList.add("waiting");
  });
}

// The browser may bring this very page back from its history.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const control of document.querySelectorAll("form :disabled")) control.disabled = false;
  document.body.classList.remove("waiting");
  if (status) status.textContent = status.dataset.before ?? "";
});

// --- markers: each lights its sentence and its quote --------------------------------------------

function light(event) {
  const marker = event.target.closest?.("[data-marker]")?.dataset.marker;
  for (const each of document.querySelectorAll("[data-marker]")) {
    each.classList.toggle("lit", each.dataset.marker === marker);
  }
}

if (document.querySelector("[data-marker]")) {
  document.addEventListener("pointerover", light);
  document.addEventListener("focusin", light);
}

// --- copying: the clipboard API is switched off for these pages, the old command is not ---------

function copied(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button || button.dataset.label) return;
  const done = copied(button.dataset.copy || location.href.split("#")[0]);
  button.focus();
  button.dataset.label = button.textContent;
  button.textContent = done ? "Copied" : "Not copied";
  if (status) status.textContent = done ? "Copied." : "This browser does not let pages copy.";
  setTimeout(() => {
    button.textContent = button.dataset.label;
    delete button.dataset.label;
  }, 1500);
});

// --- what was asked in this browser: kept here, sent nowhere ------------------------------------

const KEY = "nksearch.asked";
const KEPT = 30;

function asked() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    const whole = (each) => typeof each?.question === "string" && each.search?.startsWith?.("?");
    return Array.isArray(found) ? found.filter(whole) : [];
  } catch {
    return [];
  }
}

function keep(entries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(entries.slice(0, KEPT)));
  } catch {
    // No room, or not allowed: then nothing is remembered.
  }
}

const question = document.querySelector("h1.asked")?.textContent;
if (question) {
  const { search } = location;
  keep([{ question, search }, ...asked().filter((each) => each.search !== search)]);
}

// Whoever logs in next must not see what was asked before.
if (document.querySelector("[data-forget]")) keep([]);

const past = document.querySelector("[data-history]");
if (past && asked().length) {
  past.querySelector("ol").append(
    ...asked().map(({ question, search }) => {
      const link = document.createElement("a");
      link.textContent = question;
      link.href = `/${search}`;
      const item = document.createElement("li");
      item.append(link);
      return item;
    }),
  );
  past.hidden = false;
  past.querySelector("[data-clear]").addEventListener("click", () => {
    localStorage.removeItem(KEY);
    past.hidden = true;
    document.getElementById("question")?.focus();
  });
}
