// @ts-check
// The review queues on the reader's day: shows and counts the reviews outstanding by then, the riskiest first.
// The filter of the review board is kept in the address.
"use strict";

/** Returns the sort key of a row, in the order of src/radar/queue.rs. @param {HTMLElement} row @param {string} today */
function risk(row, today) {
  const { until } = /** @type {HTMLElement} */ (row.querySelector(".badge")).dataset;
  const since = until ?? row.dataset.overdue ?? today;
  const overdue = Math.max(0, daysBetween(since, today));
  return [Number(row.dataset.ring), -overdue, row.querySelector(".imposed") ? 0 : 1, Date.parse(until ?? "") || 0];
}

/** @param {string} today */
function initBoard(today) {
  const filter = /** @type {HTMLElement | null} */ (document.getElementById("board-filter"));
  const selects = [...(filter?.querySelectorAll("select") ?? [])];
  const queues = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".owed")]);
  const read = () => readSelects(selects);
  read();
  for (const queue of queues) {
    const rows = /** @type {HTMLElement[]} */ ([...queue.querySelectorAll("tbody tr")]).map((row) => ({ row, risk: risk(row, today) }));
    rows.sort((a, b) => a.risk.map((part, at) => part - b.risk[at]).find(Boolean) ?? 0);
    queue.querySelector("tbody")?.append(...rows.map(({ row }) => row));
  }
  const show = () => {
    const [team, owner, state, use] = ["team", "owner", "state", "use"].map((name) => selects.find((select) => select.name === name)?.value ?? "");
    const waiting = new Set();
    const shown = new Set();
    /** @type {Map<string, Set<string>>} */
    const ofTeams = new Map();
    for (const queue of queues) {
      const isSelected = (!team || queue.dataset.team === team) && (!owner || queue.dataset.owner === owner);
      let owed = 0;
      for (const row of /** @type {NodeListOf<HTMLElement>} */ (queue.querySelectorAll("tbody tr"))) {
        const { id = "", orphaned, costly, unremembered, setFromOutside, reviewers, use: usage } = row.dataset;
        const freshness = row.querySelector(".badge")?.classList[1];
        const imposed = row.querySelector(".imposed");
        const waits = freshness !== "fresh" || !!imposed;
        const states = [
          freshness,
          imposed && "imposed",
          orphaned !== undefined && "orphaned",
          costly && today <= costly && "costly",
          setFromOutside !== undefined && "set-from-outside",
          unremembered !== undefined && "unremembered",
          reviewers === "1" && "single-reviewer",
          reviewers === "0" && "no-reviewer",
        ];
        row.hidden = !waits || !isSelected || (!!state && !states.includes(state)) || (!!use && use !== usage);
        if (waits) waiting.add(id);
        if (waits && queue.dataset.team) ofTeams.set(queue.dataset.team, (ofTeams.get(queue.dataset.team) ?? new Set()).add(id));
        if (row.hidden) continue;
        shown.add(id);
        owed += 1;
      }
      if (filter) queue.hidden = !owed;
      showOwed(queue, owed);
    }
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("tr[data-team]"))) showOwed(row, ofTeams.get(row.dataset.team ?? "")?.size ?? 0);
    if (!filter) return;
    const header = /** @type {HTMLElement} */ (document.querySelector(".page-header"));
    showOwed(header, waiting.size);
    const total = header.querySelector("[data-waiting]");
    if (total) total.textContent = count(texts.reviews.waiting, waiting.size);
    const status = filter.querySelector("[data-shown]");
    if (status) status.textContent = team || owner || state || use ? count(texts.reviews.shown, shown.size, { all: String(waiting.size) }) : "";
  };
  filter?.addEventListener("change", () => {
    show();
    const query = selects.filter(({ value }) => value).map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("&");
    writeQuery(query);
  });
  if (filter) onReturn(() => {
    read();
    show();
  });
  if (filter) filter.hidden = !queues.length;
  show();
}

/** Updates the number of outstanding reviews within an element. @param {HTMLElement} within @param {number} n */
function showOwed(within, n) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll("[data-owed], [data-if]"))) {
    const { owed, if: when } = element.dataset;
    if (owed) element.textContent = owed === "words" ? count(texts.reviews.owed, n) : String(n);
    else element.hidden = (when === "some") !== n > 0;
  }
}

initBoard(today);
