// <table data-grid>: native boxes in cells, walked, pasted into and restored as in a spreadsheet.
(() => {
  const BOX = "input:not([type=hidden]):not([disabled]), select:not([disabled]), textarea:not([disabled])";
  const WALKED = `${BOX}, button, a[href]`;
  const tables = () => [...document.querySelectorAll("table[data-grid]")];
  const tableOf = (node) => node && node.closest && node.closest("table[data-grid]");
  const cellOf = (node) => node.closest("td, th");
  const boxesOf = (table) => [...table.tBodies].flatMap((body) => [...body.querySelectorAll(BOX)]);
  const isBox = (node) => node && node.matches && node.matches(BOX) && tableOf(node);
  const isTicked = (box) => box.type === "checkbox";
  const isText = (box) => !isTicked(box) && box.tagName !== "SELECT" && box.matches(BOX);
  const filled = (words, n) => (words || "").replace("{n}", String(n));

  const valueOf = (box) => (isTicked(box) ? (box.checked ? "on" : "") : box.value);
  const savedOf = (box) => {
    if (box.dataset.saved !== undefined) return box.dataset.saved;
    if (isTicked(box)) return box.defaultChecked ? "on" : "";
    if (box.tagName !== "SELECT") return box.defaultValue;
    const chosen = [...box.options].find((option) => option.defaultSelected) || box.options[0];
    return chosen ? chosen.value : "";
  };
  const isChanged = (box) => valueOf(box) !== savedOf(box);
  const give = (box, value) => {
    if (isTicked(box)) box.checked = value !== "";
    else box.value = value;
  };

  // What is not saved: marked in its cell, counted, and asked about before the page is left.
  const mark = (box) => { const cell = cellOf(box); if (cell) cell.classList.toggle("is-changed", isChanged(box)); };
  const countIn = (table) => boxesOf(table).filter(isChanged).length;
  const tell = (table) => {
    const form = table.closest("form");
    const changes = countIn(table);
    (form || document).querySelectorAll("[data-grid-count]").forEach((node) => {
      const words = changes === 0 ? node.dataset.none : changes === 1 ? node.dataset.one : filled(node.dataset.many, changes);
      if (node.textContent !== words) node.textContent = words || "";
    });
    if (form) form.querySelectorAll("[data-grid-restore]").forEach((node) => { node.hidden = changes === 0; });
  };
  const refresh = (table) => { boxesOf(table).forEach(mark); tell(table); };
  const refreshAll = () => tables().forEach(refresh);
  const touched = (box) => { mark(box); tell(tableOf(box)); };

  let pasted = [];
  let entered = null;
  document.addEventListener("focusin", (event) => {
    if (isBox(event.target)) entered = { box: event.target, value: valueOf(event.target) };
  });
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      if (!isBox(event.target)) return;
      if (event.isTrusted) pasted = [];
      touched(event.target);
    });
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-grid-restore]");
    const table = button && button.form && button.form.querySelector("table[data-grid]");
    if (!table) return;
    for (const box of boxesOf(table).filter(isChanged)) give(box, savedOf(box));
    pasted = [];
    refresh(table);
    const first = boxesOf(table)[0];
    if (first) first.focus(); // the button has gone
  });

  let isSending = false;
  document.addEventListener("submit", (event) => {
    if (event.target.querySelector("table[data-grid]") && !event.defaultPrevented) isSending = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!isSending && tables().some(countIn)) event.preventDefault();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const dirty = tables().find((table) => event.detail.target.contains(table) && countIn(table));
    if (dirty && !dirty.closest("form").contains(event.detail.elt) && !confirm(dirty.dataset.leave)) event.preventDefault();
  });

  // Arrows and Enter: the next cell of that direction that has something in it.
  const walk = (from, [down, right]) => {
    let row = from.parentElement;
    let index = from.cellIndex;
    while (row) {
      index += right;
      if (down) row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
      if (right && row && !row.cells[index]) return false;
      const cell = row && row.cells[index];
      const next = cell && [...cell.querySelectorAll(WALKED)].find((node) => node.offsetParent);
      if (next) {
        next.focus();
        if (next.select) next.select();
        return true;
      }
    }
    return false;
  };
  const mayLeave = (box, right) => {
    if (!isText(box) || box.selectionStart === null) return true;
    if (box.selectionStart === 0 && box.selectionEnd === box.value.length) return true;
    if (box.selectionStart !== box.selectionEnd) return false;
    return right < 0 ? box.selectionStart === 0 : box.selectionStart === box.value.length;
  };
  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  document.addEventListener("keydown", (event) => {
    const table = tableOf(event.target);
    const cell = table && cellOf(event.target);
    if (!cell || event.isComposing) return;
    const box = isBox(event.target) ? event.target : null;
    if (box && event.key === "Enter") {
      event.preventDefault(); // never sends the form by accident
      if (event.ctrlKey || event.metaKey) box.form.requestSubmit();
      else walk(cell, [event.shiftKey ? -1 : 1, 0]);
      return;
    }
    if (box && event.key === "Escape") { restore(box); return; }
    if (box && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && pasted.length) {
      event.preventDefault();
      takeBack(table);
      return;
    }
    const move = MOVES[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (box && box.tagName === "TEXTAREA" && move[0]) return;
    if (box && box.tagName === "SELECT" && move[0]) return; // chooses, as everywhere
    if (box && move[1] && !mayLeave(box, move[1])) return;
    if (walk(cell, move)) event.preventDefault();
  });
  const restore = (box) => {
    const before = entered && entered.box === box ? entered.value : savedOf(box);
    give(box, valueOf(box) === before ? savedOf(box) : before);
    if (isText(box)) box.select();
    touched(box);
  };

  // Cells copied from a spreadsheet fill right and down from here; a single one is pasted as ever.
  const cellsOf = (text) => {
    const rows = [[""]];
    let isQuoted = false;
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let at = 0; at < source.length; at += 1) {
      const row = rows[rows.length - 1];
      const letter = source[at];
      if (letter === '"' && isQuoted && source[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; }
      else if (letter === '"' && (isQuoted || row[row.length - 1] === "")) isQuoted = !isQuoted;
      else if (letter === "\t" && !isQuoted) row.push("");
      else if (letter === "\n" && !isQuoted) rows.push([""]);
      else row[row.length - 1] += letter;
    }
    return rows;
  };
  const plain = (text) => text.trim().toLocaleLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  const put = (table, box, text) => {
    const trimmed = text.replace(/\s+/g, " ").trim();
    if (box.readOnly) return false;
    let value = trimmed;
    if (box.tagName === "SELECT") {
      const options = [...box.options];
      const found = options.find((each) => plain(each.text) === plain(trimmed)) || options.find((each) => each.value === trimmed);
      if (!found) return false;
      value = found.value;
    } else if (isTicked(box)) {
      const yes = `${table.dataset.yes || ""},yes,true,1,x,on`.split(",").map(plain);
      value = yes.includes(plain(trimmed)) ? "on" : "";
    } else if (box.tagName === "TEXTAREA") value = text;
    else if (box.maxLength > 0 && trimmed.length > box.maxLength) return false;
    pasted.push([box, valueOf(box)]);
    give(box, value);
    mark(box);
    return true;
  };
  const boxAt = (row, column) => { const cell = row.cells[column]; return cell && cell.querySelector(BOX); };

  document.addEventListener("paste", (event) => {
    const box = isBox(event.target) ? event.target : null;
    const text = box && event.clipboardData.getData("text/plain");
    const isOne = text && !text.includes("\t") && (box.tagName === "TEXTAREA" || !/[\n\r]./.test(text));
    if (!text || (isText(box) && isOne)) return;
    event.preventDefault();
    const table = tableOf(box);
    const allRows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => row.querySelector(BOX) && row.offsetParent);
    const columns = [...new Set(allRows.flatMap((row) => [...row.cells].filter((cell) => cell.querySelector(BOX)).map((cell) => cell.cellIndex)))].sort((a, b) => a - b);
    const down = allRows.slice(allRows.indexOf(box.closest("tr")));
    const right = columns.slice(columns.indexOf(cellOf(box).cellIndex));
    pasted = [];
    let left = 0;
    cellsOf(text).forEach((values, y) => values.forEach((value, x) => {
      const target = down[y] && right[x] !== undefined && boxAt(down[y], right[x]);
      if (!target || !put(table, target, value)) left += 1;
    }));
    tell(table);
    const words = [filled(table.dataset.pasted, pasted.length), left ? filled(table.dataset.surplus, left) : ""].filter(Boolean).join(" ");
    window.cratebook.announce(words);
    if (left) window.cratebook.toast(words, true);
  });
  const takeBack = (table) => {
    for (const [box, value] of pasted.reverse()) { give(box, value); mark(box); }
    pasted = [];
    tell(table);
  };

  document.body.addEventListener("htmx:afterSettle", refreshAll);
  addEventListener("pageshow", () => { isSending = false; refreshAll(); });
  refreshAll();
})();
