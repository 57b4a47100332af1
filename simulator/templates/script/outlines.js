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

  // Names of towns stand off the circles of schools, and one that would lie on another is left out;
  // the first by name stay.
  function clear(figure, box) {
    const { layout } = figure;
    const [low, high] = layout.xaxis.range;
    const scale = box / (high - low);
    const circles = [];
    for (const trace of figure.data) {
      if (trace.marker && trace.marker.sizemode === "area") {
        trace.x.forEach((x, k) => circles.push({ x: x * scale, y: trace.y[k] * scale,
          r: Math.sqrt(trace.marker.size[k] / trace.marker.sizeref / 2) / 2 + 2 }));
      }
    }
    const kept = layout.annotations.filter((label) => label.name === "scale")
      .map((label) => ({ x: label.x * scale + 30, y: label.y * scale + 8, wide: 64 }));
    return layout.annotations.filter((label) => {
      if (label.name !== "town") return true;
      const wide = [...label.text].reduce((sum, c) => sum + (c > "\u2e80" ? 13 : 7), 4);
      const here = { x: label.x * scale, y: label.y * scale };
      const places = [];
      // no farther than stays in its own town, on a small map less
      const near = Math.min(1, box / 560);
      for (const dy of [0, 16 * near, -16 * near, 28 * near, -28 * near]) {
        for (const dx of [0, 20 * near, -20 * near]) {
          places.push({ x: here.x + dx, y: here.y + dy, dx, dy });
        }
      }
      const free = places.filter((at) => !kept.some((other) => (
        Math.abs(other.x - at.x) < (other.wide + wide) / 2 && Math.abs(other.y - at.y) < 20)));
      if (!free.length) return false;
      const covered = (at) => circles.filter((c) => Math.abs(c.x - at.x) < wide / 2 + c.r
        && Math.abs(c.y - at.y) < 9 + c.r).length;
      const best = free.reduce((a, b) => (covered(b) < covered(a) ? b : a));
      label.xshift = best.dx;
      label.yshift = best.dy;
      kept.push({ ...best, wide });
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
