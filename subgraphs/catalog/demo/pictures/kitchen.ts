import type { Shape } from './canvas.ts';

export const mug: Shape = {
  ground: [385, 655, 230],
  draw: (ink) => `
<path d="M545 300 Q690 290 690 415 Q690 545 530 540" fill="none" stroke="${ink.dark}" stroke-width="44"/>
<path d="M545 292 Q680 284 682 405" fill="none" stroke="${ink.base}" stroke-width="14" stroke-linecap="round"/>
<path d="M205 215 L565 215 L548 600 Q540 655 480 656 L290 656 Q230 655 222 600 Z" fill="url(#body)"/>
<ellipse cx="385" cy="215" rx="180" ry="42" fill="${ink.light}"/><ellipse cx="385" cy="218" rx="162" ry="33" fill="${ink.deep}"/>
<path d="M228 226 Q300 205 385 205 Q470 205 542 226 Q500 251 385 251 Q270 251 228 226 Z" fill="#6a4426"/>
<path d="M250 290 L264 600" stroke="#fff" stroke-width="20" opacity=".3" stroke-linecap="round"/>
<path d="M214 430 Q385 470 556 430 L553 470 Q385 510 217 470 Z" fill="#fff" opacity=".28"/>
<g fill="none" stroke="#c9ccd1" stroke-width="9" stroke-linecap="round" opacity=".7">
<path d="M330 160 Q310 125 335 98 Q355 70 335 44"/><path d="M400 160 Q380 125 405 98 Q425 70 405 44"/></g>`,
};

export const kettle: Shape = {
  ground: [400, 655, 270],
  draw: (ink) => `
<path d="M250 320 Q230 120 400 112 Q570 120 550 320" fill="none" stroke="#3a3f45" stroke-width="26"/>
<path d="M300 150 Q350 112 400 112 Q450 112 500 150" fill="none" stroke="url(#wood)" stroke-width="34" stroke-linecap="round"/>
<path d="M545 500 Q640 470 652 330 L700 318 Q712 330 704 350 Q690 560 560 600 Z" fill="${ink.dark}"/>
<path d="M268 300 L532 300 Q622 430 610 590 Q604 650 540 652 L260 652 Q196 650 190 590 Q178 430 268 300 Z" fill="url(#body)"/>
<ellipse cx="400" cy="300" rx="134" ry="24" fill="${ink.dark}"/>
<path d="M290 292 Q300 245 400 242 Q500 245 510 292 Q400 316 290 292 Z" fill="${ink.light}"/>
<circle cx="400" cy="232" r="22" fill="url(#wood)"/>
<path d="M262 360 Q222 460 228 580" stroke="#fff" stroke-width="24" fill="none" opacity=".35" stroke-linecap="round"/>
<path d="M194 610 Q400 640 606 610 Q598 650 540 652 L260 652 Q204 650 194 610 Z" fill="${ink.deep}" opacity=".55"/>`,
};

export const pan: Shape = {
  ground: [360, 590, 320],
  draw: (ink) => `
<path d="M560 395 L742 268 Q776 252 786 278 Q790 300 766 314 L586 448 Z" fill="url(#wood)"/>
<circle cx="758" cy="286" r="11" fill="#6a4a28"/><path d="M548 402 L618 352 L644 396 L580 446 Z" fill="url(#metal)"/>
<path d="M60 420 Q62 572 210 590 L480 590 Q622 572 626 420 Z" fill="url(#body)"/>
<ellipse cx="343" cy="420" rx="284" ry="104" fill="${ink.light}"/><ellipse cx="343" cy="424" rx="264" ry="92" fill="#3b3f44"/>
<ellipse cx="343" cy="442" rx="226" ry="70" fill="#4b5057"/>
<path d="M160 420 Q240 378 360 380" stroke="#fff" stroke-width="10" fill="none" opacity=".25" stroke-linecap="round"/>
<path d="M280 452 Q262 412 330 408 Q410 396 420 440 Q432 486 350 486 Q290 490 280 452 Z" fill="#fffdf6"/>
<circle cx="350" cy="444" r="30" fill="#f3b53b"/>
<circle cx="342" cy="436" r="9" fill="#fff" opacity=".6"/>
<path d="M96 480 Q120 545 190 566" stroke="#fff" stroke-width="12" fill="none" opacity=".3" stroke-linecap="round"/>`,
};

export const pot: Shape = {
  ground: [400, 650, 300],
  draw: (ink) => `
<path d="M150 400 Q70 392 72 440 Q74 482 152 470 M650 400 Q730 392 728 440 Q726 482 648 470" fill="none" stroke="${ink.dark}"
 stroke-width="30"/>
<path d="M140 340 L660 340 L640 590 Q630 648 560 650 L240 650 Q170 648 160 590 Z" fill="url(#body)"/>
<path d="M140 346 L660 346 L657 378 Q400 408 143 378 Z" fill="${ink.deep}" opacity=".4"/>
<path d="M128 336 Q150 220 400 214 Q650 220 672 336 Q400 380 128 336 Z" fill="url(#fall)"/>
<path d="M128 332 Q400 376 672 332 L672 346 Q400 392 128 346 Z" fill="${ink.light}"/>
<rect x="384" y="182" width="32" height="40" fill="${ink.deep}"/><ellipse cx="400" cy="176" rx="52" ry="22" fill="url(#metal)"/>
<path d="M210 290 Q270 248 380 240" stroke="#fff" stroke-width="13" fill="none" opacity=".4" stroke-linecap="round"/>
<path d="M196 420 L208 580" stroke="#fff" stroke-width="22" opacity=".3" stroke-linecap="round"/>`,
};

export const bowl: Shape = {
  ground: [400, 612, 240],
  draw: (ink) => `
<path d="M300 560 L500 560 L520 610 Q400 626 280 610 Z" fill="${ink.dark}"/>
<path d="M110 330 Q130 570 330 588 L470 588 Q670 570 690 330 Z" fill="url(#body)"/>
<ellipse cx="400" cy="330" rx="290" ry="82" fill="${ink.light}"/><ellipse cx="400" cy="336" rx="266" ry="68" fill="#f6f1e6"/>
<path d="M140 348 Q260 392 400 394 Q540 392 660 348 Q640 404 400 404 Q160 404 140 348 Z" fill="#e2dac8"/>
<path d="M124 410 Q400 500 676 410 L668 444 Q400 534 132 444 Z" fill="#fff" opacity=".3"/>
<path d="M170 440 Q200 520 280 556" stroke="#fff" stroke-width="16" fill="none" opacity=".35" stroke-linecap="round"/>
<g fill="${ink.deep}" opacity=".18"><circle cx="300" cy="520" r="5"/><circle cx="360" cy="548" r="4"/>
<circle cx="470" cy="530" r="5"/><circle cx="540" cy="500" r="4"/><circle cx="250" cy="480" r="4"/>
<circle cx="600" cy="470" r="5"/></g>`,
};

export const board: Shape = {
  ground: [400, 655, 300],
  draw: (ink) => `
<g transform="rotate(-7 400 400)"><path d="M180 230 Q180 200 210 200 L345 200 L360 110 Q364 84 400 84 Q436 84 440 110 L455 200
 L590 200 Q620 200 620 230 L620 640
 Q620 672 590 672 L210 672 Q180 672 180 640 Z" fill="${ink.dark}" transform="translate(9 12)"/>
<path d="M180 230 Q180 200 210 200 L345 200 L360 110 Q364 84 400 84 Q436 84 440 110 L455 200 L590 200 Q620 200 620 230 L620 640
 Q620 672 590 672 L210 672 Q180 672 180 640 Z" fill="url(#fall)"/>
<circle cx="400" cy="126" r="17" fill="#f3f1ec"/><circle cx="400" cy="126" r="17" fill="none" stroke="${ink.deep}"
 stroke-width="4"/>
<rect x="206" y="226" width="388" height="420" rx="18" fill="none" stroke="${ink.dark}" stroke-width="9"/>
<g fill="none" stroke="${ink.dark}" stroke-width="4" opacity=".55"><path d="M240 240 Q262 420 236 632"/>
<path d="M300 240 Q282 430 312 632"/><path d="M362 240 Q392 380 358 632"/>
<path d="M430 240 Q410 470 440 632"/><path d="M500 240 Q525 420 492 632"/><path d="M556 240 Q540 430 566 632"/>
<ellipse cx="392" cy="470" rx="15" ry="34"/><ellipse cx="392" cy="470" rx="28" ry="56"/></g></g>`,
};

export const knife: Shape = {
  ground: [400, 560, 340],
  draw: (ink) => `
<g transform="rotate(-24 400 400)"><path d="M40 398 Q200 476 470 482 L470 352 L150 352 Q80 366 40 398 Z" fill="url(#metal)"/>
<path d="M40 398 Q200 476 470 482 L470 458 Q240 452 40 398 Z" fill="#fafbfc"/>
<path d="M150 352 L470 352 L470 364 L130 364 Z" fill="#858e97"/>
<path d="M466 344 L508 350 L508 444 L482 488 L466 488 Z" fill="#7b848d"/>
<path d="M504 348 L724 352 Q768 356 770 400 Q772 446 744 452 Q700 424 640 432 Q560 444 504 434 Z" fill="url(#fall)"/>
<path d="M512 362 L716 364" stroke="#fff" stroke-width="7" opacity=".35" stroke-linecap="round"/>
<g fill="url(#metal)" stroke="${ink.deep}" stroke-width="3"><circle cx="548" cy="394" r="12"/><circle cx="628" cy="394" r="12"/>
<circle cx="708" cy="398" r="12"/></g>
<path d="M250 400 Q320 405 420 404" stroke="#fff" stroke-width="5" opacity=".8" stroke-linecap="round"/></g>`,
};
