// Shows how a figure was computed: its parts, what it counts, and what it rests on.
(() => {
  const { data, choice, number, say, word, cell, figure: follow } = report;
  const calc = data.calc;
  const dialog = document.getElementById("calc");
  const body = document.getElementById("calc-body");
  const trail = [];  // figures opened one from another, to go back

  const FEW = 12;  // parts shown at once; more are unfolded
  const SIGNS = { times: "×", minus: "−", over: ">" };

  function shown(value, measure) {
    if (value === null) return "—";
    if (calc.units[measure] === "share") return number(Math.round(value * 1000) / 10) + " %";
    return number(Math.round(value * 100) / 100);
  }

  const label = (place) => word(calc.labels[place]);

  function termValue(term, operation) {
    if (term.length < 3) return term[1];
    if (operation === "times") return term[1] * term[2];
    return operation === "minus" ? term[1] - term[2] : 1;
  }

  const pairOf = (term, operation) => (term.length < 3 ? ""
    : `${number(term[1])} ${SIGNS[operation]} ${number(term[2])}`);

  function formula(figure, measure) {
    const { kind, operation } = calc.measures[measure];
    const terms = figure.t || [];
    if (kind === "quotient" && terms.length === 2) {
      return `${number(terms[0][1])} ÷ ${number(terms[1][1])} = ${shown(figure.v, measure)}`;
    }
    const parts = terms.map((term) => (terms.length === 1 && pairOf(term, operation)
      ? pairOf(term, operation) : number(termValue(term, operation))));
    if (figure.u) parts.push(number(figure.u));
    if (kind === "count" || !parts.length) return `= ${shown(figure.v, measure)}`;
    return `${parts.join(" + ")} = ${shown(figure.v, measure)}`;
  }

  function heading(text) {
    const element = document.createElement("h4");
    element.textContent = text;
    return element;
  }

  function paragraph(text, look) {
    const element = cell("p", text);
    if (look) element.className = look;
    return element;
  }

  function table(heads, numeric, rows) {
    const whole = document.createElement("table");
    const top = whole.createTHead().insertRow();
    heads.forEach((head, k) => {
      const th = cell("th", head, numeric[k]);
      th.scope = "col";
      top.append(th);
    });
    const tbody = whole.createTBody();
    for (const row of rows) {
      const tr = tbody.insertRow();
      row.forEach((content, k) => {
        const td = document.createElement("td");
        if (numeric[k]) td.className = "n";
        td.append(content);
        tr.append(td);
      });
    }
    const scroll = document.createElement("div");
    scroll.className = "scroll";
    scroll.tabIndex = 0;
    scroll.append(whole);
    return scroll;
  }

  function parts(figure, measure) {
    const { operation } = calc.measures[measure];
    const terms = figure.t || [];
    const rows = terms.map((term, k) => {
      const own = figure.f && figure.f[k];
      const value = number(Math.round(termValue(term, operation) * 100) / 100);
      return [label(term[0]), pairOf(term, operation), own ? follow(own, value) : value];
    });
    if (figure.u) rows.push([word(calc.unexplained), "", number(figure.u)]);
    return rows;
  }

  function figureBody(id) {
    const figure = calc.figures[id];
    const rule = calc.rules[figure.r];
    const measure = rule.m, about = calc.measures[measure];
    head(`${word(calc.stages[rule.s])} · ${word(calc.names_of[measure])}`, figure.y, id);
    if (figure.w !== undefined) body.append(paragraph(label(figure.w), "formula"));
    else body.append(paragraph(formula(figure, measure), "formula"));
    body.append(paragraph(word(about.define)));
    const rows = parts(figure, measure);
    if (rows.length) {
      body.append(heading(say("calc.parts")), table(
        [say("calc.part"), say("calc.pair"), say("calc.value")], [false, true, true], rows));
    }
    for (const [key, terms] of [["calc.examples", figure.e], ["calc.readings", figure.d]]) {
      if (!terms) continue;
      const said = terms.map((term) => `${label(term[0])} ${number(term[1])}`);
      body.append(heading(say(key)), paragraph(said.join(choice.lang === "zh" ? "；" : "; ")));
    }
    ground([measure], rule.s);
  }

  function head(words, year, id) {
    const title = cell("h3", words);
    title.id = "calc-title";
    const when = year === null ? "" : `${say("page.year", { year })} · `;
    body.replaceChildren(title, paragraph(`${when}${id}`, "note"));
  }

  // What measures of a stage rest on, and the command that makes them again.
  function ground(measures, stage) {
    const about = measures.map((measure) => calc.measures[measure] || calc.row_measures[measure]);
    const once = (lists) => [...new Set(lists.flat())];
    const rules = calc.rules.filter((rule) => rule.s === stage && measures.includes(rule.m));
    const found = once(rules.map((rule) => rule.a)).sort((a, b) => a - b)
      .map((place) => calc.assumptions[place]).filter(Boolean);
    if (found.length) {
      body.append(heading(say("calc.assumptions")), table(
        [say("calc.assumption"), say("calc.value"), say("calc.unit"), say("calc.source"),
          say("calc.status")], [false, false, false, false, false],
        found.map((row) => row.map(word))));
    }
    const named = once(about.map((one) => one.inputs));
    const inputs = calc.inputs.filter((row) => named.includes(row[0]));
    if (inputs.length) {
      body.append(heading(say("calc.inputs")), table(
        [say("calc.table"), say("calc.file"), say("calc.rows"), "SHA-256", say("calc.evidence")],
        [false, false, true, false, false],
        inputs.map((row) => row.slice(1).map((value) => (
          typeof value === "number" ? number(value) : word(value))))));
    }
    const tables = once(about.map((one) => one.tables));
    if (tables.length) {
      body.append(paragraph(say("calc.tables", {
        tables: tables.map((name) => `tables/${name}.csv`).join(", ") }), "note"));
    }
    body.append(paragraph(say("calc.again"), "note"));
    const command = document.createElement("pre");
    command.textContent = calc.command;
    body.append(command);
  }

  // --- a row: each of its figures with formula and parts ------------------------------------------
  const gap = () => (choice.lang === "zh" ? "" : " ");  // between sentences
  const written = (item) => (item.name === "used" && item.value !== null
    ? number(Math.round(item.value * 100)) + " %" : report.printed(item.value, item));

  function partsOf(item) {
    const few = item.parts.length <= FEW, shares = item.parts.some((part) => part[3]);
    const lines = item.parts.map(([id, what, value, pair]) => {
      const shown = item.scale ? report.printed(value, item) : number(Math.round(value * 100) / 100);
      return [report.rows.has(id) ? follow(id, id) : id, what, ...(shares ? [pair || ""] : []), shown];
    });
    const heads = [say("rows.row"), say("rows.what"), ...(shares ? [say("calc.pair")] : []),
      say("rows.value")];
    const whole = document.createElement("details");
    whole.open = few;
    whole.append(cell("summary", say(item.counted ? "rows.counted" : "rows.added", { n: number(lines.length) })),
      table(heads, heads.map((_, k) => k > 1), lines));
    whole.lastChild.classList.toggle("tall", lines.length > 15);
    if (item.from) {
      whole.append(paragraph(say("rows.stands", { where: item.from })
        + gap() + (item.both || ""), "note"));
    }
    return whole;
  }

  function itemOf(item) {
    const block = document.createElement("section");
    block.className = "item";
    block.dataset.item = item.name;
    const line = paragraph("", "line");
    const value = cell("b", written(item));
    value.className = "figure";
    line.append(cell("span", item.head), value);
    block.append(line);
    if (item.words) {
      const worked = item.formula
        ? `${item.words} = ${item.formula} = ${written(item)}` : item.words;
      const how = paragraph(worked, "how");
      block.append(how);
    }
    if (item.rest) block.append(paragraph(item.rest, "how"));
    const note = paragraph(item.says + gap() + (item.stands || ""), "note");
    if (item.follows && known(item.follows)) note.append(" ", follow(item.follows, item.follows));
    block.append(note);
    if (item.parts && item.parts.length) block.append(partsOf(item));
    return block;
  }

  function rowBody(row) {
    head(`${row.title} · ${row.kind}`, row.year === null ? null : data.years[row.year], row.id);
    body.append(...row.items.map(itemOf));
    ground([...new Set(row.items.map((item) => item.measure))], row.stage);
  }

  const known = (id) => Boolean(calc.figures[id]) || report.rows.has(id);

  function fillBody(id) {
    if (calc.figures[id]) figureBody(id);
    else rowBody(report.rows.lookup(id));
    if (trail.length) {
      const back = cell("button", say("calc.back"));
      back.type = "button";
      back.addEventListener("click", () => show(trail.pop(), false));
      body.append(back);
    }
  }

  function show(id, forward, item) {
    if (!known(id)) return;
    if (forward && dialog.open) trail.push(dialog.dataset.calc);
    if (!dialog.open) trail.length = 0;
    dialog.dataset.calc = id;
    fillBody(id);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    const asked = item && body.querySelector(`.item[data-item="${item}"]`);
    if (asked) {
      asked.classList.add("asked");
      asked.scrollIntoView({ block: "nearest", behavior: "instant" });
    }
  }

  // A name opens its row; so does any figure of the row that has no calculation of its own.
  function rowAsked(target) {
    const td = target.closest("td.n"), tr = td && td.closest("tbody tr, tfoot tr");
    const name = tr && !target.closest("dialog") && tr.querySelector(":scope > th .fig");
    if (!name || !getSelection().isCollapsed) return null;
    return [name.dataset.calc, td.dataset.item];
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".fig");
    const asked = button ? [button.dataset.calc] : rowAsked(event.target);
    if (asked) show(asked[0], true, asked[1]);
    else if (event.target === dialog) dialog.close();
  });
  document.getElementById("calc-close").addEventListener("click", () => dialog.close());

  // One figure of a table is reached by Tab, its neighbours by the arrow keys.
  document.addEventListener("keydown", (event) => {
    const here = event.target.closest(".sheet .fig");
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[
      event.key];
    if (!here || !step) return;
    const td = here.closest("td, th"), tr = td.closest("tr");
    const row = tr.closest("table").rows[tr.rowIndex + step[0]];
    const next = row && row.cells[td.cellIndex + step[1]];
    const target = next && next.querySelector(".fig");
    if (!target) return;
    event.preventDefault();
    here.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
  });

  // A strip shows sizes up and years across, or on a telephone the other way round.
  report.clicked["sizes-"] = (point, element) => {
    const stage = element.id.slice("sizes-".length);
    const [row, column] = point.pointNumber || point.pointIndex;
    const turned = String(point.y) === String(data.years[row]);
    return report.rows.sizeId(stage, turned ? row : column,
      data.rows.bins[stage][turned ? column : row]);
  };

  report.explain = show;
})();
