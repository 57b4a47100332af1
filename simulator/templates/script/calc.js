// Shows how a figure was computed: its parts, what it counts, and what it rests on.
(() => {
  const { data, choice, number, say, word, cell } = report;
  const calc = data.calc;
  const dialog = document.getElementById("calc");
  const body = document.getElementById("calc-body");
  const trail = [];  // figures opened one from another, to go back

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

  function follow(id, text) {
    const button = cell("button", text);
    button.type = "button";
    button.className = "fig";
    button.dataset.calc = id;
    return button;
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

  function fillBody(id) {
    const figure = calc.figures[id];
    const rule = calc.rules[figure.r];
    const measure = rule.m, about = calc.measures[measure];
    const when = figure.y === null ? "" : `${figure.y} ${say("map.year")} · `;
    const title = cell("h3", `${word(calc.stages[rule.s])} · ${word(calc.names_of[measure])}`);
    title.id = "calc-title";
    body.replaceChildren(title, paragraph(`${when}${id}`, "note"));
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
    if (rule.a.length) {
      const found = rule.a.map((place) => calc.assumptions[place]).filter(Boolean);
      body.append(heading(say("calc.assumptions")), table(
        [say("calc.assumption"), say("calc.value"), say("calc.unit"), say("calc.source"),
          say("calc.status")], [false, true, false, false, false],
        found.map((row) => row.map(word))));
    }
    const inputs = calc.inputs.filter((row) => about.inputs.includes(row[0]));
    if (inputs.length) {
      body.append(heading(say("calc.inputs")), table(
        [say("calc.table"), say("calc.file"), say("calc.rows"), "SHA-256", say("calc.evidence")],
        [false, false, true, false, false],
        inputs.map((row) => row.slice(1).map((value) => (
          typeof value === "number" ? number(value) : word(value))))));
    }
    if (about.tables.length) {
      body.append(paragraph(say("calc.tables", {
        tables: about.tables.map((name) => `tables/${name}.csv`).join(", ") }), "note"));
    }
    body.append(paragraph(say("calc.again"), "note"));
    const command = document.createElement("pre");
    command.textContent = calc.command;
    body.append(command);
    if (trail.length) {
      const back = cell("button", say("calc.back"));
      back.type = "button";
      back.addEventListener("click", () => show(trail.pop(), false));
      body.append(back);
    }
  }

  function show(id, forward) {
    if (!calc.figures[id]) return;
    if (forward && dialog.open) trail.push(dialog.dataset.calc);
    if (!dialog.open) trail.length = 0;
    dialog.dataset.calc = id;
    fillBody(id);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".fig");
    if (button) show(button.dataset.calc, true);
    else if (event.target === dialog) dialog.close();
  });
  document.getElementById("calc-close").addEventListener("click", () => dialog.close());

  // One figure of a table is reached by Tab, its neighbours by the arrow keys.
  for (const sheet of document.querySelectorAll(".sheet")) {
    const figures = [...sheet.querySelectorAll(".fig")];
    figures.slice(1).forEach((button) => { button.tabIndex = -1; });
    sheet.addEventListener("keydown", (event) => {
      const here = event.target.closest(".fig");
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
  }
})();
