import type { Shape } from './canvas.ts';

export const notebook: Shape = {
  ground: [410, 675, 270],
  draw: (ink) => `
<g transform="rotate(5 400 400)"><path d="M214 130 L608 130 Q622 130 622 146 L622 662 Q622 678 608 678 L214 678 Z"
 fill="${ink.deep}"/>
<path d="M222 140 L612 140 L612 668 L222 668 Z" fill="#f7f2e6"/>
<path d="M606 146 V664 M600 146 V664 M594 146 V664" stroke="#d9d1bd" stroke-width="2"/>
<path d="M200 118 Q186 118 186 134 L186 650 Q186 666 200 666 L572 666 Q588 666 588 650 L588 134 Q588 118 572 118 Z"
 fill="url(#body)"/>
<path d="M200 118 Q186 118 186 134 L186 650 Q186 666 200 666 L244 666 L244 118 Z" fill="${ink.dark}"/>
<rect x="524" y="112" width="20" height="562" fill="${ink.deep}"/>
<rect x="300" y="230" width="170" height="104" rx="8" fill="#f5eedd"/>
<path d="M324 268 H446 M324 298 H410" stroke="${ink.dark}" stroke-width="7" stroke-linecap="round"/>
<path d="M420 666 L420 730 L434 716 L448 730 L448 666 Z" fill="#c8523a"/>
<path d="M268 140 V640" stroke="#fff" stroke-width="9" opacity=".22" stroke-linecap="round"/></g>`,
};

export const pen: Shape = {
  ground: [400, 560, 320],
  draw: (ink) => `
<path d="M96 640 Q180 590 220 640 T340 636" fill="none" stroke="${ink.dark}" stroke-width="6" stroke-linecap="round"
 opacity=".8"/>
<g transform="rotate(-34 400 400)"><path d="M88 400 L176 376 L176 424 Z" fill="url(#metal)"/>
<path d="M88 400 L150 400" stroke="#4b4f55" stroke-width="3"/><circle cx="150" cy="400" r="5" fill="#4b4f55"/>
<path d="M172 372 L262 358 L262 442 L172 428 Z" fill="#3a3f45"/><rect x="260" y="354" width="18" height="92" fill="url(#metal)"/>
<rect x="276" y="352" width="226" height="96" fill="url(#fall)"/>
<rect x="500" y="346" width="20" height="108" rx="4" fill="url(#metal)"/>
<path d="M518 350 L700 354 Q732 360 732 400 Q732 440 700 446 L518 450 Z" fill="url(#fall)"/>
<path d="M534 350 L672 336 Q692 338 690 350 L688 362 L534 366 Z" fill="url(#metal)"/>
<path d="M284 368 H496 M530 376 H706" stroke="#fff" stroke-width="9" opacity=".45" stroke-linecap="round"/>
<path d="M722 376 Q732 384 732 400 Q732 416 722 426 Z" fill="${ink.deep}"/></g>`,
};

export const bikeLight: Shape = {
  ground: [410, 650, 240],
  draw: (ink) => `
<path d="M330 330 L20 160 L20 560 Z" fill="#ffe79b" opacity=".35"/>
<ellipse cx="300" cy="340" rx="220" ry="210" fill="url(#glow)" opacity=".6"/>
<path d="M430 470 L530 470 L540 540 L420 540 Z" fill="#3d4248"/>
<path d="M380 538 Q380 650 480 652 Q580 650 580 538" fill="none" stroke="#2f3338" stroke-width="36"/>
<path d="M396 540 Q398 634 480 634" fill="none" stroke="#565c64" stroke-width="7"/>
<rect x="570" y="520" width="56" height="42" rx="10" fill="#4a5058"/>
<path d="M310 210 L600 222 Q690 240 696 340 Q690 446 600 462 L310 476 Z" fill="url(#fall)"/>
<g stroke="${ink.deep}" stroke-width="9" opacity=".55" stroke-linecap="round">
<path d="M520 252 V432 M552 254 V430 M584 258 V426"/></g>
<ellipse cx="310" cy="343" rx="70" ry="140" fill="#30343a"/><ellipse cx="302" cy="343" rx="55" ry="120" fill="url(#metal)"/>
<ellipse cx="298" cy="343" rx="40" ry="96" fill="#fff6d2"/>
<ellipse cx="296" cy="343" rx="17" ry="40" fill="#fff"/>
<rect x="410" y="204" width="78" height="18" rx="9" fill="${ink.deep}"/><circle cx="640" cy="340" r="10" fill="#7ce08a"/>
<path d="M390 246 L600 254" stroke="#fff" stroke-width="10" opacity=".35" stroke-linecap="round"/>`,
};

export const helmet: Shape = {
  ground: [400, 640, 280],
  draw: (ink) => `
<path d="M210 470 Q250 600 330 640 M590 470 Q540 600 350 642" fill="none" stroke="#3d4248" stroke-width="15"/>
<rect x="318" y="622" width="52" height="32" rx="8" fill="#2d3136"/>
<path d="M110 450 Q100 170 400 160 Q690 170 708 440 Q716 486 670 484 Q560 460 430 486 Q300 516 160 500 Q112 494 110 450 Z"
 fill="url(#body)"/>
<g fill="${ink.deep}"><path d="M190 400 Q220 280 320 228 Q260 320 252 420 Q220 430 190 400 Z"/>
<path d="M300 430 Q300 300 390 214 Q420 216 400 250 Q356 330 362 436 Q330 446 300 430 Z"/>
<path d="M424 424 Q430 300 470 224 Q508 230 500 270 Q476 340 490 420 Q456 436 424 424 Z"/>
<path d="M552 410 Q540 320 548 250 Q600 286 622 400 Q590 422 552 410 Z"/></g>
<path d="M112 462 Q118 496 160 502 Q300 516 430 488 Q560 462 670 486 Q710 486 708 452 Q560 430 430 456 Q280 486 112 462 Z"
 fill="${ink.dark}"/>
<path d="M60 486 Q90 440 132 452 Q126 490 172 502 Q120 524 60 486 Z" fill="#33373d"/>
<path d="M150 350 Q200 220 340 184" stroke="#fff" stroke-width="14" fill="none" opacity=".45" stroke-linecap="round"/>`,
};
