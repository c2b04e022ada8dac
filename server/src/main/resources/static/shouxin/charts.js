// SPDX-License-Identifier: Apache-2.0
// Every chart is drawn from a table that is in the page: the table is the text version, the print version and the test.
//   <div class="sx-chart" data-chart="stack" data-table="reveals"></div>
// Colours come from the tokens. Canvas renderer and richText tooltips only: they need no inline style (CSP).
(function () {
  const library = document.currentScript.dataset.echarts; // a megabyte: fetched only by pages that have a chart
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const read = (id) => {
    const table = document.getElementById(id);
    const head = [...table.tHead.rows[0].cells].map((c) => c.textContent.trim());
    const rows = [...table.tBodies[0].rows].map((r) => ({
      label: r.cells[0].textContent.trim(), mark: r.dataset.mark || '',
      values: [...r.cells].slice(1).map((c) => (c.textContent.trim() === '' ? null : Number(c.textContent.replace(/,/g, '')))),
    }));
    return { names: head.slice(1), rows };
  };
  const base = () => {
    const ink = css('--sx-ink-2'), line = css('--sx-line'), font = getComputedStyle(document.body).fontFamily;
    return {
      animation: false, textStyle: { fontFamily: font, color: ink, fontSize: 12 },
      color: [1, 2, 3, 4, 5].map((i) => css('--sx-c' + i)),
      grid: { left: 8, right: 12, top: 34, bottom: 4, containLabel: true },
      legend: { left: 0, top: 0, itemWidth: 10, itemHeight: 10, itemGap: 16, icon: 'rect', textStyle: { color: ink, fontSize: 12 } },
      tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow', shadowStyle: { opacity: 0.06 } },
        backgroundColor: css('--sx-surface'), borderColor: css('--sx-line-2'), textStyle: { color: css('--sx-ink'), fontSize: 12 } },
      xAxis: { type: 'category', axisLine: { lineStyle: { color: css('--sx-line-2') } }, axisTick: { show: false }, axisLabel: { color: ink, hideOverlap: true } },
      yAxis: { type: 'value', splitNumber: 4, splitLine: { lineStyle: { color: line } }, axisLabel: { color: ink } },
    };
  };
  const kinds = {
    stack(data) { // one bar a day, one colour a purpose; a marked day carries its number, the list below explains it
      const option = base(), total = data.rows.map((r) => r.values.reduce((a, b) => a + b, 0));
      option.xAxis.data = data.rows.map((r) => r.label);
      option.series = data.names.map((name, i) => ({ name, type: 'bar', stack: 'all', barCategoryGap: '32%', data: data.rows.map((r) => r.values[i]) }));
      option.series[data.names.length - 1].markPoint = {
        symbol: 'circle', symbolSize: 19, symbolOffset: [0, -14], itemStyle: { color: css('--sx-bad') },
        label: { color: css('--sx-surface'), fontSize: 11, fontWeight: 700, formatter: (p) => p.data.mark },
        data: data.rows.map((r, i) => r.mark && { coord: [r.label, total[i]], mark: r.mark }).filter(Boolean),
      };
      return option;
    },
    peers(data) { // columns: the person, the group's median, the group's 90th percentile
      const option = base(), c = option.color;
      option.xAxis.data = data.rows.map((r) => r.label);
      const series = (i, extra) => Object.assign({ name: data.names[i], type: 'line', showSymbol: false, data: data.rows.map((r) => r.values[i]) }, extra);
      option.series = [
        series(2, { lineStyle: { width: 0 }, areaStyle: { color: css('--sx-sunken'), opacity: 1 }, itemStyle: { color: css('--sx-line-2') } }),
        series(1, { lineStyle: { width: 1.5, type: 'dashed', color: css('--sx-ink-3') }, itemStyle: { color: css('--sx-ink-3') } }),
        series(0, { lineStyle: { width: 2, color: c[0] }, itemStyle: { color: c[0] } }),
      ];
      return option;
    },
    bars(data) { // one column; a marked row is drawn in the alarm colour and labelled
      const option = base();
      option.legend.show = false; option.grid.top = 20;
      option.xAxis.data = data.rows.map((r) => r.label);
      option.series = [{ name: data.names[0], type: 'bar', barCategoryGap: '25%', data: data.rows.map((r) => ({ value: r.values[0],
        itemStyle: { color: r.mark ? css('--sx-bad') : css('--sx-c2') }, label: { show: !!r.mark, position: 'top', color: css('--sx-bad'), fontSize: 11, fontWeight: 700, formatter: r.mark } })) }];
      return option;
    },
  };
  const charts = new Map();
  function load() {
    const script = document.createElement('script');
    script.src = library;
    script.addEventListener('load', draw);
    document.head.append(script);
    load = () => {};
  }
  function draw() {
    const found = document.querySelectorAll('[data-chart]');
    charts.forEach((chart, el) => { if (!el.isConnected) { chart.dispose(); charts.delete(el); } });
    if (!found.length) return;
    if (!window.echarts) return load();
    found.forEach((el) => {
      const chart = charts.get(el) || echarts.init(el, null, { renderer: 'canvas' });
      charts.set(el, chart);
      chart.setOption(kinds[el.dataset.chart](read(el.dataset.table)), true);
    });
  }
  document.addEventListener('sx:theme', draw);
  document.addEventListener('htmx:afterSettle', draw);
  addEventListener('resize', () => charts.forEach((c) => c.resize()));
  // On paper a chart is as wide as the sheet, however wide the window is.
  addEventListener('beforeprint', () => charts.forEach((c) => c.resize({ width: 680, height: 250 })));
  addEventListener('afterprint', () => charts.forEach((c) => c.resize({ width: 'auto', height: 'auto' })));
  draw();
})();
