// What every map needs: outlines as paths, names that do not lie on another, a table of zones.
(() => {
  const { cell } = report;

  function decode(rings, xs, ys) {
    for (const ring of rings) {
      if (xs.length) { xs.push(null); ys.push(null); }
      let x = 0, y = 0;
      for (let k = 0; k < ring.length; k += 2) {
        x += ring[k]; y += ring[k + 1];
        xs.push(x); ys.push(y);
      }
    }
  }

  // Names of towns that would lie on another are left out, the first by name stay.
  function clear(layout, box) {
    const [low, high] = layout.xaxis.range;
    const scale = box / (high - low);
    const kept = [];
    return layout.annotations.filter((label) => {
      if (label.name !== "town") return true;
      const wide = [...label.text].reduce((sum, c) => sum + (c > "\u2e80" ? 13 : 7), 4);
      const at = { x: label.x * scale, y: label.y * scale, wide };
      if (kept.some((other) => Math.abs(other.x - at.x) < (other.wide + wide) / 2
        && Math.abs(other.y - at.y) < 20)) return false;
      kept.push(at);
      return true;
    });
  }

  function table(name, heads, rows, firstHead) {
    const scroll = document.createElement("div");
    scroll.className = "scroll";
    scroll.tabIndex = 0;
    const whole = document.createElement("table");
    const top = whole.createTHead().insertRow();
    heads.forEach((head, k) => {
      const th = cell("th", head, k >= firstHead);
      th.scope = "col";
      top.append(th);
    });
    const body = whole.createTBody();
    for (const row of rows) {
      const tr = body.insertRow();
      row.forEach((content, k) => {
        if (content instanceof Node && k) return void tr.append(content);
        const td = cell(k ? "td" : "th", k ? content : "", k >= firstHead);
        if (!k) td.scope = "row";
        if (!k) td.append(content);
        tr.append(td);
      });
    }
    scroll.append(whole);
    const sheet = document.createElement("div");
    sheet.className = "sheet";
    sheet.dataset.name = name;
    sheet.append(scroll);
    report.equip(sheet);
    return sheet;
  }

  Object.assign(report, { decode, clear, table });
})();
