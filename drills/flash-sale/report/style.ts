/** Light and dark, by what the reader's machine prefers; colours that differ in lightness, too, for eyes that do not tell hues apart. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1c2024;--soft:#60666d;--paper:#fcfcfa;--card:#fff;--rule:#dcdfe3;--good:#12703c;--bad:#b3261e;
--c0:#0b65a8;--c1:#d17a00;--c2:#0a8f6a;--c3:#b14d8a;--c4:#6a4fc0;--c5:#7a8288}
@media (prefers-color-scheme:dark){:root{--ink:#e7e9ec;--soft:#9aa2ab;--paper:#15181b;--card:#1c2024;--rule:#343a41;--good:#5fcf92;--bad:#ff8a80;
--c0:#62b0f0;--c1:#f5ad45;--c2:#4fd0a6;--c3:#ea8fc6;--c4:#ab97ff;--c5:#a7b0b8}}
*{box-sizing:border-box}body{margin:0 auto;max-width:1180px;padding:24px;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:26px;margin:0 0 8px}h2{font-size:20px;margin:40px 0 12px}h3{font-size:15px;margin:18px 0 6px}
small,.settings b{color:var(--soft);font-weight:400}code{background:var(--card);border:1px solid var(--rule);border-radius:4px;padding:2px 6px}
.settings span{display:inline-block;margin-right:18px}em{font-style:normal;font-weight:600}em.pass{color:var(--good)}.fail,em.fail,em.invalid{color:var(--bad)}em.none{color:var(--soft)}
h1 em,h2 em{border:1px solid;border-radius:999px;font-size:.62em;padding:2px 12px;vertical-align:middle}
table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--rule);border-radius:6px}
th,td{text-align:left;padding:5px 12px;border-bottom:1px solid var(--rule);vertical-align:top}th{color:var(--soft);font-weight:500}tr.fail{color:inherit}
td ul{margin:4px 0;padding-left:18px;color:var(--bad);overflow-wrap:anywhere}.figures td:not(:first-child),.figures th{text-align:right;font-variant-numeric:tabular-nums}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,520px),1fr));gap:16px;margin-top:16px}
figure{margin:0;background:var(--card);border:1px solid var(--rule);border-radius:6px;padding:12px}figcaption{font-size:13px}svg{width:100%;height:auto;display:block}
.key{display:inline-block;margin-left:10px;color:var(--soft);white-space:nowrap}.key i{display:inline-block;width:14px;height:3px;border-radius:2px;margin-right:5px;vertical-align:middle}
.line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}.grid{stroke:var(--rule)}.tick,.word{fill:var(--soft);font-size:11px}
.mark{stroke:var(--soft);stroke-dasharray:3 4}.mark.broken{stroke:var(--bad);stroke-dasharray:none}.word.broken{fill:var(--bad)}
.hover{fill:transparent}.hover:hover{fill:var(--soft);fill-opacity:.15}details{margin-top:16px}summary{cursor:pointer}
${[0, 1, 2, 3, 4, 5].map((nth) => `.line.c${nth}{stroke:var(--c${nth})}i.c${nth}{background:var(--c${nth})}`).join('')}`;
