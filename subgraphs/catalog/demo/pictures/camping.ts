import type { Shape } from './canvas.ts';

export const tent: Shape = {
  ground: [400, 625, 350],
  draw: (ink) => `
<path d="M70 622 L40 650 M730 622 L762 648 M300 250 L150 420" stroke="${ink.deep}" stroke-width="4" fill="none"/>
<path d="M110 620 Q250 330 330 235 Q480 225 560 262 Q660 400 705 620 Z" fill="url(#fall)"/>
<path d="M330 235 Q480 225 560 262 Q660 400 705 620 L520 620 Q470 380 330 235 Z" fill="${ink.dark}"/>
<path d="M110 620 Q250 330 330 235 Q470 380 520 620 Z" fill="url(#body)"/>
<path d="M322 330 Q250 480 225 620 L420 620 Q395 450 322 330 Z" fill="${ink.deep}"/>
<path d="M322 330 Q395 450 420 620 L448 620 Q430 470 322 330 Z" fill="${ink.light}"/>
<path d="M322 330 Q262 440 240 540 Q250 585 225 620 Q205 590 222 520 Q255 410 322 330 Z" fill="${ink.light}"/>
<path d="M110 620 Q250 330 330 235 Q470 380 520 620" fill="none" stroke="${ink.light}" stroke-width="5"/>
<path d="M470 300 Q580 310 610 345 L628 400 Q560 350 500 352 Z" fill="${ink.base}" opacity=".8"/>
<path d="M100 622 L530 622 M530 622 L712 622" stroke="${ink.deep}" stroke-width="9" stroke-linecap="round"/>
<circle cx="330" cy="235" r="8" fill="${ink.deep}"/>`,
};

export const sleepingBag: Shape = {
  ground: [400, 672, 230],
  draw: (ink) => `
<g transform="translate(400 390) scale(.78 1.04) translate(-400 -390)">
<path d="M235 180 Q300 105 400 105 Q500 105 565 180 Q610 330 580 480 Q560 600 500 645 Q400 672 300 645 Q240 600 220 480 Q190 330
 235 180 Z"
 fill="url(#body)"/>
<path d="M285 205 Q330 150 400 150 Q470 150 515 205 Q525 270 480 310 Q400 340 320 310 Q275 270 285 205 Z" fill="${ink.deep}"/>
<path d="M300 250 Q335 215 400 212 Q470 215 500 250 Q505 285 475 305 Q400 332 325 305 Q297 285 300 250 Z" fill="#f2eee4"/>
<path d="M300 282 Q400 322 500 282" stroke="#d9d2c2" stroke-width="5" fill="none"/>
<g fill="none" stroke="${ink.dark}" stroke-width="5" opacity=".75"><path d="M212 350 Q400 415 588 350"/>
<path d="M212 425 Q400 490 588 425"/>
<path d="M226 500 Q400 562 574 500"/><path d="M246 570 Q400 622 554 570"/></g>
<g fill="none" stroke="${ink.light}" stroke-width="4" opacity=".6"><path d="M212 360 Q400 425 586 360"/>
<path d="M214 435 Q400 500 586 435"/>
<path d="M230 510 Q400 572 570 510"/></g>
<path d="M500 300 Q535 450 497 636" stroke="${ink.deep}" stroke-width="7" fill="none" stroke-dasharray="9 5"/>
<rect x="492" y="318" width="18" height="40" rx="8" fill="url(#metal)" transform="rotate(-8 500 338)"/>
<path d="M236 182 Q300 108 400 106" fill="none" stroke="${ink.light}" stroke-width="8" stroke-linecap="round" opacity=".7"/></g>`,
};

export const campChair: Shape = {
  ground: [400, 668, 250],
  draw: (ink) => `
<g stroke="#5c636b" stroke-width="16" stroke-linecap="round"><path d="M270 430 L520 655"/><path d="M530 430 L280 655"/></g>
<g stroke="url(#metal)" stroke-width="14" stroke-linecap="round"><path d="M212 445 L590 664"/><path d="M588 445 L210 664"/></g>
<path d="M232 165 L212 450" stroke="#6b737c" stroke-width="15" stroke-linecap="round"/>
<path d="M568 165 L588 450" stroke="#6b737c" stroke-width="15" stroke-linecap="round"/>
<path d="M228 168 Q400 212 572 168 L586 400 Q400 432 214 400 Z" fill="url(#fall)"/>
<path d="M250 205 Q400 242 550 205" stroke="${ink.light}" stroke-width="4" fill="none" stroke-dasharray="10 6"/>
<path d="M214 400 Q400 432 586 400 L612 482 Q400 530 188 482 Z" fill="${ink.dark}"/>
<path d="M188 482 Q400 530 612 482 L610 502 Q400 552 190 502 Z" fill="${ink.deep}"/>
<rect x="160" y="328" width="84" height="24" rx="12" fill="${ink.deep}"/>
<rect x="556" y="328" width="84" height="24" rx="12" fill="${ink.deep}"/>
<path d="M568 352 L620 352 L612 405 Q594 414 578 405 Z" fill="${ink.base}"/>
<ellipse cx="594" cy="352" rx="27" ry="8" fill="${ink.deep}"/>
<path d="M176 350 L192 490 M624 350 L608 490" stroke="#6b737c" stroke-width="12" stroke-linecap="round"/>
<g fill="#3d4247"><circle cx="210" cy="664" r="12"/><circle cx="590" cy="664" r="12"/><circle cx="280" cy="656" r="9"/>
<circle cx="520" cy="656" r="9"/></g>`,
};

export const lantern: Shape = {
  ground: [400, 668, 210],
  draw: (ink) => `
<circle cx="400" cy="420" r="300" fill="url(#glow)" opacity=".55"/>
<path d="M275 300 Q260 110 400 105 Q540 110 525 300" fill="none" stroke="#7d868f" stroke-width="11"/>
<rect x="372" y="96" width="56" height="20" rx="10" fill="${ink.deep}"/>
<path d="M318 250 Q320 195 400 190 Q480 195 482 250 Z" fill="url(#body)"/>
<rect x="280" y="248" width="240" height="42" rx="14" fill="url(#body)"/>
<path d="M300 290 L500 290 Q528 420 500 548 L300 548 Q272 420 300 290 Z" fill="#fdf3d0" opacity=".92"/>
<path d="M300 290 L340 290 Q318 420 340 548 L300 548 Q272 420 300 290 Z" fill="#fff" opacity=".8"/>
<ellipse cx="400" cy="430" rx="90" ry="115" fill="url(#glow)"/>
<path d="M400 350 Q440 420 430 460 Q420 492 400 492 Q380 492 370 460 Q362 420 400 350 Z" fill="#f6b53c"/>
<path d="M400 400 Q420 440 414 466 Q408 482 400 482 Q392 482 386 466 Q382 440 400 400 Z" fill="#fff1b8"/>
<g stroke="${ink.dark}" stroke-width="9" fill="none"><path d="M318 290 Q292 420 318 548"/><path d="M482 290 Q508 420 482 548"/>
</g>
<rect x="276" y="545" width="248" height="40" rx="12" fill="url(#body)"/>
<path d="M262 585 L538 585 L560 650 Q400 682 240 650 Z" fill="url(#body)"/>
<circle cx="400" cy="622" r="18" fill="${ink.deep}"/><path d="M400 622 L400 608" stroke="#fff" stroke-width="4"/>`,
};

export const backpack: Shape = {
  ground: [400, 672, 230],
  draw: (ink) => `
<path d="M345 140 Q345 78 400 78 Q455 78 455 140" fill="none" stroke="${ink.deep}" stroke-width="18"/>
<path d="M228 300 Q188 330 182 470 Q184 590 216 640 L262 640 L262 300 Z" fill="${ink.deep}"/>
<path d="M572 300 Q612 330 618 470 Q616 590 584 640 L538 640 L538 300 Z" fill="${ink.deep}"/>
<path d="M222 280 Q228 125 400 122 Q572 125 578 280 L592 610 Q585 668 520 672 L280 672 Q215 668 208 610 Z" fill="url(#body)"/>
<path d="M222 290 Q228 125 400 122 Q572 125 578 290 Q580 345 400 350 Q220 345 222 290 Z" fill="url(#fall)"/>
<path d="M224 304 Q240 346 400 350 Q560 346 576 304" fill="none" stroke="${ink.deep}" stroke-width="6"/>
<path d="M258 432 Q400 412 542 432 L550 600 Q545 636 505 640 L295 640 Q255 636 250 600 Z" fill="${ink.dark}"/>
<path d="M258 432 Q400 412 542 432 L543 458 Q400 438 257 458 Z" fill="${ink.light}"/>
<path d="M275 478 Q400 462 525 478" stroke="${ink.deep}" stroke-width="6" fill="none"/>
<g fill="${ink.deep}"><rect x="300" y="240" width="26" height="225" rx="6"/>
<rect x="474" y="240" width="26" height="225" rx="6"/></g>
<g fill="#e9e5da"><rect x="293" y="372" width="40" height="34" rx="8"/><rect x="467" y="372" width="40" height="34" rx="8"/></g>
<rect x="365" y="205" width="70" height="38" rx="8" fill="#efe6d2"/>
<path d="M380 232 L396 214 L406 226 L414 218 L424 232 Z" fill="${ink.dark}"/>
<path d="M240 260 Q250 165 350 145" stroke="#fff" stroke-width="9" fill="none" stroke-linecap="round" opacity=".35"/>`,
};

export const bottle: Shape = {
  ground: [400, 700, 150],
  draw: (ink) => `
<path d="M352 118 Q352 66 400 66 Q448 66 448 118" fill="none" stroke="#3f454c" stroke-width="16"/>
<rect x="334" y="108" width="132" height="66" rx="14" fill="#4a5058"/>
<g stroke="#343940" stroke-width="4"><path d="M358 112 V170 M380 112 V170 M402 112 V170 M424 112 V170 M446 112 V170"/></g>
<rect x="340" y="172" width="120" height="26" fill="url(#metal)"/>
<path d="M340 196 L460 196 Q466 246 512 278 Q524 292 524 320 L524 660 Q522 698 482 702 L318 702 Q278 698 276 660 L276 320
 Q276 292 288 278 Q334 246 340 196 Z" fill="url(#body)"/>
<path d="M300 310 Q318 276 348 262 L340 690 L318 690 Q298 684 298 650 Z" fill="url(#shine)"/>
<path d="M276 630 L524 630 L524 660 Q522 698 482 702 L318 702 Q278 698 276 660 Z" fill="${ink.deep}" opacity=".45"/>
<path d="M372 470 L400 415 L418 447 L428 432 L450 470 Z" fill="#fff" opacity=".9"/>
<rect x="372" y="482" width="78" height="7" rx="3" fill="#fff" opacity=".9"/>`,
};
