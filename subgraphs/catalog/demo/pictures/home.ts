import type { Shape } from './canvas.ts';

export const lamp: Shape = {
  ground: [400, 690, 190],
  draw: (ink) => `
<ellipse cx="400" cy="330" rx="340" ry="250" fill="url(#glow)" opacity=".5"/>
<rect x="388" y="370" width="24" height="170" fill="url(#metal)"/>
<path d="M345 520 Q300 575 322 640 Q335 672 400 674 Q465 672 478 640 Q500 575 455 520 Q430 500 400 500 Q370 500 345 520 Z"
 fill="url(#body)"/>
<path d="M340 560 Q326 600 344 640" stroke="#fff" stroke-width="12" opacity=".45" fill="none" stroke-linecap="round"/>
<path d="M310 664 L490 664 Q506 690 480 694 L320 694 Q294 690 310 664 Z" fill="url(#wood)"/>
<path d="M300 110 L500 110 L600 400 Q400 432 200 400 Z" fill="#fbf1d8"/>
<path d="M300 110 L360 110 L300 412 Q240 408 200 400 Z" fill="#fff" opacity=".6"/>
<path d="M440 110 L500 110 L600 400 Q550 410 490 414 Z" fill="#e4d2a8" opacity=".6"/>
<path d="M300 110 L500 110 L504 124 L296 124 Z" fill="${ink.base}"/>
<path d="M206 384 Q400 416 594 384 L600 400 Q400 432 200 400 Z" fill="${ink.base}"/>
<ellipse cx="400" cy="110" rx="100" ry="14" fill="#fff6dc"/>
<path d="M468 418 L468 505" stroke="#8d969f" stroke-width="3"/><circle cx="468" cy="510" r="8" fill="url(#wood)"/>`,
};

export const chair: Shape = {
  ground: [400, 705, 230],
  draw: (ink) => `
<g fill="url(#wood)"><path d="M268 470 L292 470 L262 690 L240 690 Z"/><path d="M512 470 L536 470 L562 690 L540 690 Z"/></g>
<g fill="#9c6f3c"><path d="M300 470 L318 470 L304 650 L288 650 Z"/><path d="M484 470 L502 470 L514 650 L498 650 Z"/></g>
<rect x="262" y="580" width="278" height="13" fill="#a67843"/>
<path d="M262 110 Q400 78 538 110 Q560 118 556 160 L536 420 L264 420 L244 160 Q240 118 262 110 Z" fill="url(#body)"/>
<path d="M300 150 Q400 128 500 150 L488 396 L312 396 Z" fill="${ink.dark}" opacity=".3"/>
<g fill="${ink.deep}" opacity=".55"><circle cx="350" cy="210" r="7"/><circle cx="450" cy="210" r="7"/>
<circle cx="400" cy="262" r="7"/><circle cx="352" cy="314" r="7"/><circle cx="448" cy="314" r="7"/></g>
<path d="M250 404 Q400 380 550 404 L592 468 Q596 498 560 502 L240 502 Q204 498 208 468 Z" fill="url(#fall)"/>
<path d="M208 470 Q400 500 592 470 Q598 500 560 504 L240 504 Q202 500 208 470 Z" fill="${ink.deep}"/>
<path d="M268 140 L282 390" stroke="#fff" stroke-width="11" opacity=".25" stroke-linecap="round"/>`,
};

export const vase: Shape = {
  ground: [400, 700, 180],
  draw: (ink) => `
<g fill="none" stroke="#6f7d4c" stroke-width="7" stroke-linecap="round"><path d="M396 330 Q380 200 300 90"/>
<path d="M402 330 Q410 190 420 60"/><path d="M408 330 Q440 220 530 120"/></g>
<g fill="#8a9a5f"><path d="M362 220 Q310 218 290 180 Q344 170 362 220 Z"/>
<path d="M414 200 Q460 180 466 136 Q416 146 414 200 Z"/><path d="M446 238 Q500 244 528 212 Q476 190 446 238 Z"/>
<path d="M410 142 Q372 130 368 92 Q408 98 410 142 Z"/></g>
<g fill="#f4e7cf"><circle cx="296" cy="86" r="22"/><circle cx="420" cy="56" r="24"/><circle cx="534" cy="116" r="22"/></g>
<g fill="#d9a94e"><circle cx="296" cy="86" r="9"/><circle cx="420" cy="56" r="10"/><circle cx="534" cy="116" r="9"/></g>
<path d="M340 320 Q400 336 460 320 Q452 390 520 450 Q580 520 545 620 Q520 694 440 698 L360 698 Q280 694 255 620 Q220 520 280 450
 Q348 390 340 320 Z" fill="url(#body)"/>
<ellipse cx="400" cy="320" rx="61" ry="15" fill="${ink.deep}"/>
<path d="M339 320 Q400 346 461 320" fill="none" stroke="${ink.light}" stroke-width="7"/>
<path d="M246 560 Q400 610 554 560 L556 590 Q400 640 246 590 Z" fill="#fff" opacity=".22"/>
<path d="M300 470 Q256 530 280 610" stroke="#fff" stroke-width="18" opacity=".4" fill="none" stroke-linecap="round"/>`,
};

export const candle: Shape = {
  ground: [400, 672, 200],
  draw: (ink) => `
<circle cx="400" cy="190" r="190" fill="url(#glow)" opacity=".8"/>
<path d="M400 292 L400 236" stroke="#4b4038" stroke-width="7" stroke-linecap="round"/>
<path d="M400 110 Q446 186 434 224 Q424 252 400 252 Q376 252 366 224 Q354 186 400 110 Z" fill="#f5a93a"/>
<path d="M400 166 Q422 206 416 228 Q410 244 400 244 Q390 244 384 228 Q380 206 400 166 Z" fill="#fff4c9"/>
<path d="M262 290 L538 290 L538 630 Q536 668 496 670 L304 670 Q264 668 262 630 Z" fill="url(#body)"/>
<ellipse cx="400" cy="290" rx="138" ry="34" fill="${ink.light}"/><ellipse cx="400" cy="294" rx="120" ry="26" fill="#f8efd9"/>
<ellipse cx="400" cy="296" rx="66" ry="14" fill="#fff8e4"/>
<rect x="306" y="420" width="188" height="130" rx="8" fill="#faf5ea"/>
<rect x="306" y="420" width="188" height="130" rx="8" fill="none" stroke="${ink.dark}" stroke-width="3"/>
<path d="M340 462 H460 M362 486 H438" stroke="${ink.deep}" stroke-width="7" stroke-linecap="round"/>
<path d="M400 504 Q418 520 400 538 Q382 520 400 504 Z" fill="${ink.base}"/>
<path d="M286 340 V630" stroke="#fff" stroke-width="15" opacity=".38" stroke-linecap="round"/>`,
};

export const clock: Shape = {
  ground: [400, 702, 230],
  draw: (ink) => {
    const marks = Array.from({ length: 12 }, (_, hour) => {
      const long = hour % 3 === 0;
      return (
        `<rect x="${long ? 394 : 396.5}" y="186" width="${long ? 12 : 7}" height="${long ? 42 : 26}" rx="3"` +
        ` fill="${ink.deep}" transform="rotate(${hour * 30} 400 400)"/>`
      );
    }).join('');
    return `
<circle cx="400" cy="400" r="286" fill="url(#body)"/><circle cx="400" cy="400" r="250" fill="${ink.deep}" opacity=".35"/>
<circle cx="400" cy="404" r="244" fill="#fcfaf4"/>${marks}
<g stroke-linecap="round"><path d="M400 400 L304 344" stroke="${ink.deep}" stroke-width="17"/>
<path d="M400 400 L496 246" stroke="${ink.deep}" stroke-width="11"/>
<path d="M372 454 L446 262" stroke="#c8523a" stroke-width="4" transform="rotate(108 400 400)"/></g>
<circle cx="400" cy="400" r="15" fill="#c8523a"/>
<path d="M176 300 Q226 186 330 146" stroke="#fff" stroke-width="13" fill="none" opacity=".5" stroke-linecap="round"/>`;
  },
};

export const blanket: Shape = {
  ground: [400, 655, 310],
  draw: (ink) => {
    const fold = (y: number, fill: string) =>
      `<path d="M150 ${y} Q110 ${y + 44} 150 ${y + 88} L640 ${y + 88} Q676 ${y + 44} 640 ${y} Z" fill="${fill}"/>` +
      `<path d="M150 ${y + 88} L640 ${y + 88}" stroke="${ink.deep}" stroke-width="4" opacity=".5"/>`;
    const fringe = Array.from({ length: 17 }, (_, n) => `M${170 + n * 28} 560 q-5 36 3 76`).join(' ');
    return `
<path d="${fringe}" stroke="${ink.dark}" stroke-width="9" stroke-linecap="round" fill="none"/>
${fold(472, ink.dark)}${fold(384, 'url(#body)')}${fold(296, ink.dark)}
<path d="M158 208 Q400 180 632 208 Q676 250 640 296 L150 296 Q112 252 158 208 Z" fill="url(#fall)"/>
<g stroke="#fbf6ea" stroke-width="12" opacity=".7"><path d="M235 200 L228 560 M262 198 L256 560 M560 200 L566 560 M534 198 L540
 560"/></g>
<g stroke="${ink.deep}" stroke-width="5" opacity=".35"><path d="M132 340 H660 M132 428 H660 M132 516 H660 M140 252 H652"/></g>`;
  },
};

export const towel: Shape = {
  ground: [400, 705, 230],
  draw: (ink) => `
<rect x="130" y="106" width="540" height="20" rx="10" fill="url(#metal)"/><circle cx="130" cy="116" r="21" fill="url(#metal)"/>
<circle cx="670" cy="116" r="21" fill="url(#metal)"/>
<path d="M236 110 Q400 96 566 110 L572 560 Q400 574 230 560 Z" fill="${ink.dark}" transform="translate(22 0)"/>
<path d="M222 112 Q224 96 250 96 L550 96 Q574 96 576 112 L582 676 Q400 690 216 676 Z" fill="url(#body)"/>
<g fill="#fff" opacity=".35"><path d="M218 540 Q400 552 580 540 L580 556 Q400 568 218 556 Z"/>
<path d="M217 576 Q400 588 581 576 L581 616 Q400 628 217 616 Z"/></g>
<path d="M216 664 Q400 678 582 664 L582 690 Q400 704 216 690 Z" fill="${ink.dark}"/>
<g stroke="${ink.dark}" fill="none" opacity=".35" stroke-width="9" stroke-linecap="round"><path d="M300 130 Q312 330 296 520"/>
<path d="M400 130 Q388 330 404 520"/><path d="M500 130 Q512 330 494 520"/></g>
<path d="M248 130 V500" stroke="#fff" stroke-width="10" opacity=".3" stroke-linecap="round"/>`,
};

export const cushion: Shape = {
  ground: [400, 640, 290],
  draw: (ink) => `
<path d="M150 170 Q400 215 650 170 Q690 160 680 200 Q640 400 680 600 Q690 640 650 630 Q400 590 150 630 Q110 640 120 600 Q160 400
 120 200 Q110 160 150 170 Z" fill="url(#body)"/>
<path d="M150 170 Q400 215 650 170 Q690 160 680 200 Q640 400 680 600 Q690 640 650 630 Q400 590 150 630 Q110 640 120 600 Q160 400
 120 200 Q110 160 150 170 Z"
 fill="none" stroke="${ink.dark}" stroke-width="9"/>
<g fill="none" stroke="#fbf6ea" stroke-width="9" opacity=".75"><path d="M400 230 L560 400 L400 570 L240 400 Z"/>
<path d="M400 290 L504 400 L400 510 L296 400 Z"/><path d="M400 350 L448 400 L400 450 L352 400 Z"/></g>
<g stroke="${ink.deep}" stroke-width="7" opacity=".35" stroke-linecap="round" fill="none"><path d="M165 215 Q205 250 225 300"/>
<path d="M635 215 Q595 250 575 300"/><path d="M165 585 Q205 550 225 500"/><path d="M635 585 Q595 550 575 500"/></g>
<path d="M180 215 Q300 236 380 234" stroke="#fff" stroke-width="12" opacity=".35" fill="none" stroke-linecap="round"/>`,
};
