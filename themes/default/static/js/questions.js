// @ts-check
// The page of questions: its filter is kept in the address, and it counts on the reader's own day.
"use strict";

{
  const filter = /** @type {HTMLElement | null} */ (document.getElementById("question-filter"));
  if (filter) initQuestions(filter);
}

/** @param {HTMLElement} filter */
function initQuestions(filter) {
  const selects = [...filter.querySelectorAll("select")];
  const groups = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".question-group")]);
  const questions = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".question-list > li")]);
  const status = filter.querySelector("[data-shown]");
  const late = /** @type {HTMLElement | null} */ (document.querySelector("[data-late]"));
  readSelects(selects);
  const show = () => {
    const wanted = selects.filter(({ value }) => value);
    for (const question of questions) {
      question.hidden = !wanted.every(({ name, value }) => (question.dataset[name] ?? "").split(" ").includes(value));
    }
    for (const group of groups) {
      const shown = group.querySelectorAll(".question-list > li:not([hidden])").length;
      group.hidden = !shown;
      const total = group.querySelector("h2 span");
      if (total) total.textContent = String(shown);
    }
    const shown = questions.filter(({ hidden }) => !hidden).length;
    if (status) status.textContent = wanted.length ? count(texts.questions.shown, shown, { all: String(questions.length) }) : "";
  };
  filter.addEventListener("change", () => {
    show();
    writeQuery(selects.filter(({ value }) => value).map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("&"));
  });
  onReturn(() => {
    readSelects(selects);
    show();
  });
  show();
  // An address may lead to a question that its filter hides: the filter is then wrong.
  const target = document.getElementById(decode(location.hash.slice(1)));
  if (target?.closest("[hidden]")) {
    for (const select of selects) select.value = "";
    show();
    target.scrollIntoView();
  }
  if (late) {
    const n = document.querySelectorAll(".question-list .late").length;
    late.hidden = n === 0;
    late.textContent = count(texts.questions.late, n, { notice: late.dataset.late ?? "" });
  }
}
