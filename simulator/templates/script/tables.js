// Tables: rows of the chosen stage and year, sorting, copying and handing out.
(() => {
  const { data, choice, number, say, word, year, cell } = report;

  // --- tables filtered by stage and year --------------------------------------------------------
  const order = {};  // table → [column, falling]

  const inStage = (stages) => !choice.stage || !stages || stages.split(" ").includes(choice.stage);

  function rowsOf(table) {
    const found = data.live[table].rows.filter((row) => inStage(row[0]) && row[1] === year());
    const sorting = order[table] || data.live[table].sort;
    if (!sorting) return found;
    const [column, falling] = sorting;
    const key = (row) => valueOf(data.live[table].columns[column], row[column + 2]);
    return found.sort((a, b) => (falling ? -1 : 1) * compare(key(a), key(b)));
  }

  // The calculation of a cell: the name of a row has its own, and some cells that of another table.
  function figureOf(id, row, k) {
    const { stands } = data.live[id].columns[k];
    if (!report.rows) return null;
    if (stands) return report.rows.areaId(row, stands);
    return k || data.live[id].of ? null : report.rows.rowId(id, row);
  }

  // What stands below the rows shown: their sums.
  function addUp(table, rows) {
    const foot = document.createElement("tfoot");
    const tr = foot.insertRow();
    table.columns.forEach((column, k) => {
      if (column.hid) return;
      const sum = rows.reduce((total, row) => total + (row[k + 2] || 0), 0);
      const td = cell(k ? "td" : "th", k ? (table.added.includes(k) ? report.printed(sum, column) : "")
        : say("table.total"), column.n);
      if (!k) td.scope = "row";
      tr.append(td);
    });
    return foot;
  }

  function compare(a, b) {
    if (a === null || b === null) return (a === null) - (b === null);
    if (typeof a === "number" && typeof b === "number") return a - b;
    return String(a).localeCompare(String(b), "zh-CN", { numeric: true });
  }

  // Words and names are sent once: a row holds their places.
  const valueOf = (column, value) => word(column.of ? data.named[column.of].name[value]
    : column.words ? column.words[value] : value);

  // A difference carries its sign.
  const shownAs = (value, column) => (column.d && value > 0 ? "+" : "")
    + report.printed(value, column);

  function live(holder) {
    const id = holder.dataset.table, table = data.live[id];
    const rows = rowsOf(id);
    const title = holder.previousElementSibling.previousElementSibling;
    title.querySelector(".shown").textContent =
      `${say("page.year", { year: year() })} · ${say("page.rows", { n: number(rows.length) })}`;
    if (!rows.length) {
      holder.replaceChildren(cell("p", say("page.no_rows")));
      return;
    }
    const whole = document.createElement("table");
    const top = whole.createTHead().insertRow();
    for (const column of table.columns.filter((one) => !one.hid)) {
      const th = cell("th", column[choice.lang], column.n);
      th.scope = "col";
      top.append(th);
    }
    const body = whole.createTBody();
    rows.forEach((row, nth) => {
      const tr = body.insertRow();
      if (nth >= table.paper) tr.className = "beyond";
      row.slice(2).forEach((value, k) => {
        const column = table.columns[k];
        if (column.hid) return;
        const words = shownAs(valueOf(column, value), column);
        const td = cell(k ? "td" : "th", "", column.n);
        if (!k) td.scope = "row";
        const of = figureOf(id, row, k);
        td.append(of && value !== null ? report.figure(of, words) : words);
        if (column.id) td.dataset.item = column.id;
        tr.append(td);
      });
    });
    if (table.added.length && rows.length > 1) whole.append(addUp(table, rows));
    const scroll = document.createElement("div");
    scroll.className = rows.length > 15 ? "scroll tall" : "scroll";
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", title.textContent);
    scroll.append(whole);
    const sheet = document.createElement("div");
    sheet.className = "sheet";
    sheet.dataset.name = `${id}-${year()}`;
    sheet.append(scroll);
    if (rows.length > table.paper) {
      const rest = cell("p", say("page.paper_rows", {
        year: year(), shown: table.paper, n: number(rows.length) }));
      rest.className = "paper note";
      sheet.append(rest);
    }
    holder.replaceChildren(sheet);
    equip(sheet, (column) => {
      const [before, falling] = order[id] || table.sort || [];
      order[id] = [column, before === column ? !falling : table.columns[column].n];
      live(holder);
      holder.querySelectorAll("thead button")[column].focus();
    }, order[id] || table.sort);
  }

  // --- any table: sort by a heading, copy, download ---------------------------------------------
  const visible = (element) => [...element.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    if (node.nodeType !== Node.ELEMENT_NODE || node.classList.contains("unseen")) return "";
    const own = node.getAttribute("lang");
    if (own && own.slice(0, 2) !== choice.lang) return "";
    return visible(node);
  }).join("").trim();

  // Figures are handed out plain: no separators, and an ASCII minus.
  function plain(td) {
    const words = visible(td);
    const figure = words.replace(/,/g, "").replace("−", "-").replace(/^\+/, "");
    return td.classList.contains("n") && /^-?[\d.]+$/.test(figure) ? figure : words;
  }

  // A file is the data alone, without sums below; a copy for a text has them.
  function grid(table, sums) {
    return [...table.rows].filter((row) => !row.hidden && (sums || row.parentElement !== table.tFoot))
      .map((row) => [...row.cells].filter((td) => !td.classList.contains("bar-cell")).map(plain));
  }

  function sortRows(table, column, falling) {
    const value = (row) => {
      const words = plain(row.cells[column]);
      return words !== "" && !Number.isNaN(Number(words)) ? Number(words) : words;
    };
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => (falling ? -1 : 1) * compare(value(a), value(b)));
    table.tBodies[0].append(...rows);
  }

  function equip(sheet, sorted, current) {
    const table = sheet.querySelector("table");
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((th, column) => {
      const words = visible(th);
      if (!words) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sorter";
      button.append(...th.childNodes);
      th.append(button);
      if (current && current[0] === column) {
        th.setAttribute("aria-sort", current[1] ? "descending" : "ascending");
      }
      button.addEventListener("click", () => {
        if (sorted) return void sorted(column);
        const falling = th.getAttribute("aria-sort") === "ascending"
          || (!th.hasAttribute("aria-sort") && th.classList.contains("n"));
        for (const other of heads) other.removeAttribute("aria-sort");
        th.setAttribute("aria-sort", falling ? "descending" : "ascending");
        sortRows(table, column, falling);
      });
    });
    [...sheet.querySelectorAll(".fig")].slice(1).forEach((button) => { button.tabIndex = -1; });
    const hint = document.createElement("p");
    hint.className = "hint";
    sheet.prepend(hint);
    const tools = document.createElement("p");
    tools.className = "tools";
    const copy = tool(tools, "page.copy", () => {
      const written = grid(table, true).map((row) => row.join("\t")).join("\n");
      const done = () => { copy.textContent = say("page.copied"); };
      navigator.clipboard.writeText(written).then(done, () => {
        const area = document.createElement("textarea");
        area.value = written;
        document.body.append(area);
        area.select();
        document.execCommand("copy");
        area.remove();
        done();
      });
    });
    tool(tools, "page.download", () => {
      // A cell that a spreadsheet would take for a formula begins with an apostrophe.
      const safe = (words) => (/^[=+\-@\t]/.test(words) && Number.isNaN(Number(words))
        ? "'" + words : words);
      const quoted = (words) => `"${safe(words).replace(/"/g, '""')}"`;
      const lines = grid(table, false).map((row) => row.map(quoted).join(","));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(
        new Blob(["\ufeff", lines.join("\r\n"), "\r\n"], { type: "text/csv" }));
      link.download = `${data.name}-${sheet.dataset.name || "table"}.csv`;
      link.click();
      URL.revokeObjectURL(link.href);
    });
    sheet.append(tools);
    sized.observe(sheet.querySelector(".scroll"));
  }

  function tool(holder, key, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.key = key;
    button.textContent = say(key);
    button.addEventListener("click", act);
    holder.append(button);
    return button;
  }

  // A box that cuts columns or rows says so.
  function cue(sheet) {
    const box = sheet.querySelector(".scroll"), hint = sheet.querySelector(".hint");
    if (!box || !hint || !box.clientWidth) return;
    const said = [];
    if (box.scrollHeight > box.clientHeight + 4) {
      const rows = [...sheet.querySelectorAll("tbody tr")].filter((row) => row.offsetParent);
      said.push("↕ " + say("page.scroll", { n: number(rows.length) }));
    }
    if (box.scrollWidth > box.clientWidth + 4) said.push("↔ " + say("page.sideways"));
    const words = said.join(" · ");
    if (hint.textContent !== words) hint.textContent = words;
  }
  const sized = new ResizeObserver((entries) => {
    for (const entry of entries) cue(entry.target.closest(".sheet"));
  });

  function follow() {
    for (const holder of document.querySelectorAll(".live")) live(holder);
    for (const button of document.querySelectorAll(".tools button")) {
      button.textContent = say(button.dataset.key);
    }
    cutLedger();
    for (const sheet of document.querySelectorAll(".sheet")) cue(sheet);
  }

  // The first rows of the ledger in sight stand for all; the button counts those of the stage.
  const showAll = document.getElementById("ledger-all");
  function cutLedger() {
    if (!showAll) return;
    const shown = Number(showAll.dataset.shown);
    const rows = [...document.querySelectorAll("#ledger tbody tr")];
    const mine = rows.filter((row) => inStage(row.dataset.stage));
    for (const row of rows) row.classList.remove("extra");
    for (const row of mine.slice(shown)) row.classList.add("extra");
    showAll.textContent = say("page.show_all", { n: number(mine.length) });
    showAll.hidden = mine.length <= shown || !document.querySelector("#ledger.short");
  }

  // Paper repeats the headings of a table on every page unless they hold buttons.
  const parted = [];
  report.printers.push(() => {
    for (const button of document.querySelectorAll("thead .sorter")) {
      parted.push([button, button.parentElement]);
      button.replaceWith(...button.childNodes);
    }
  });
  report.restorers.push(() => {
    for (const [button, th] of parted.splice(0)) {
      button.append(...th.childNodes);
      th.append(button);
    }
  });

  report.equip = equip;
  for (const sheet of document.querySelectorAll(".sheet")) equip(sheet);
  report.followers.push(follow);

  // The sentence of the chosen year, where the page has one.
  const sentence = document.getElementById("year-say");
  if (sentence) {
    report.followers.push(() => {
      const said = (data.yearly[choice.stage] || data.yearly[""] || [])[choice.year];
      sentence.textContent = said ? said[choice.lang] : "";
    });
  }

  if (showAll) {
    showAll.addEventListener("click", () => {
      document.getElementById("ledger").classList.remove("short");
      showAll.remove();
      for (const sheet of document.querySelectorAll("#ledger .sheet")) cue(sheet);
    });
  }
})();
