import type { Shape } from './canvas.ts';

export const shirt: Shape = {
  ground: [400, 690, 250],
  draw: (ink) => `
<path d="M300 130 L160 195 L70 360 L180 422 L232 345 L228 672 Q400 700 572 672 L568 345 L620 422 L730 360 L640 195 L500 130
 Q455 190 400 190 Q345 190 300 130 Z" fill="url(#body)"/>
<path d="M300 130 Q345 190 400 190 Q455 190 500 130 L478 118 Q450 158 400 160 Q350 158 322 118 Z" fill="${ink.dark}"/>
<path d="M322 118 Q350 158 400 160 Q450 158 478 118 Q440 132 400 132 Q360 132 322 118 Z" fill="${ink.deep}"/>
<path d="M232 345 Q240 280 228 235 M568 345 Q560 280 572 235" stroke="${ink.dark}" stroke-width="6" fill="none"/>
<g stroke="${ink.dark}" stroke-width="4" stroke-dasharray="9 6" fill="none"><path d="M82 346 L190 406"/>
<path d="M718 346 L610 406"/>
<path d="M229 655 Q400 682 571 655"/></g>
<g fill="none" stroke="${ink.dark}" stroke-width="10" opacity=".3" stroke-linecap="round"><path d="M300 330 Q330 470 290 610"/>
<path d="M500 360 Q470 470 515 590"/></g>
<path d="M185 210 L110 345" stroke="#fff" stroke-width="10" opacity=".25" stroke-linecap="round"/>
<rect x="440" y="285" width="78" height="88" rx="6" fill="${ink.dark}" opacity=".55"/>
<path d="M440 300 H518" stroke="${ink.deep}" stroke-width="4"/>`,
};

export const jacket: Shape = {
  ground: [400, 705, 260],
  draw: (ink) => `
<path d="M290 178 Q190 200 165 260 L105 590 Q140 622 196 612 L248 400 L236 690 Q400 712 564 690 L552 400 L604 612 Q660 622 695 590
 L635 260 Q610 200 510 178 Z" fill="url(#body)"/>
<path d="M290 190 Q285 90 400 84 Q515 90 510 190 Q470 250 400 262 Q330 250 290 190 Z" fill="${ink.dark}"/>
<path d="M322 185 Q325 120 400 116 Q475 120 478 185 Q450 225 400 234 Q350 225 322 185 Z" fill="${ink.deep}"/>
<path d="M165 260 Q190 200 290 178 Q330 250 400 262 Q470 250 510 178 Q610 200 635 260 L640 290 Q400 350 160 290 Z"
 fill="${ink.light}" opacity=".55"/>
<path d="M400 258 L400 702" stroke="${ink.deep}" stroke-width="12"/>
<path d="M400 262 L400 700" stroke="url(#metal)" stroke-width="4" stroke-dasharray="6 4"/>
<rect x="391" y="300" width="18" height="36" rx="6" fill="url(#metal)"/>
<g stroke="${ink.deep}" stroke-width="7" stroke-linecap="round" fill="none"><path d="M282 520 L330 600"/>
<path d="M518 520 L470 600"/><path d="M460 350 L528 340"/></g>
<g stroke="${ink.deep}" stroke-width="6" fill="none" opacity=".8"><path d="M110 560 Q150 592 206 580"/>
<path d="M690 560 Q650 592 594 580"/>
<path d="M238 658 Q400 682 562 658"/></g>
<path d="M248 400 Q250 340 232 300 M552 400 Q550 340 568 300" stroke="${ink.deep}" stroke-width="5" fill="none" opacity=".7"/>
<g stroke="#f0ede4" stroke-width="6" stroke-linecap="round"><path d="M362 245 L356 325"/><path d="M438 245 L444 325"/></g>`,
};

export const sweater: Shape = {
  ground: [400, 695, 260],
  draw: (ink) => `
<path d="M305 140 Q200 165 172 220 L92 600 L192 628 L246 380 L238 640 L562 640 L554 380 L608 628 L708 600 L628 220 Q600 165 495
 140
 Q450 182 400 182 Q350 182 305 140 Z" fill="url(#body)"/>
<path d="M305 140 Q350 182 400 182 Q450 182 495 140 L478 112 Q440 146 400 146 Q360 146 322 112 Z" fill="${ink.dark}"/>
<path d="M322 112 Q360 146 400 146 Q440 146 478 112 Q440 104 400 104 Q360 104 322 112 Z" fill="${ink.deep}"/>
<path d="M238 640 L562 640 L558 692 L242 692 Z M92 600 L192 628 L180 676 L84 648 Z M708 600 L608 628 L620 676 L716 648 Z"
 fill="${ink.dark}"/>
<g stroke="${ink.deep}" stroke-width="4" opacity=".6"><path d="M270 644 V690 M300 644 V690 M330 644 V690 M360 644 V690 M390 644
 V690 M420 644 V690
 M450 644 V690 M480 644 V690 M510 644 V690 M536 644 V690"/><path d="M112 610 L104 652 M134 616 L126 658 M156 622 L148 664 M688
 610 L696 652 M666 616 L674 658 M644 622 L652 664"/></g>
<g fill="none" stroke="#fbf6ea" stroke-width="9" opacity=".85" stroke-linejoin="round">
<path d="M212 262 L245 236 L275 262 L305 236 L335 262 L368 236 L400 262
 L432 236 L465 262 L495 236 L525 262 L555 236 L588 262"/><path d="M228 305 L256 281 L285 305 L314 281 L343 305 L372 281 L400 305
 L428 281 L457 305 L486 281
 L515 305 L544 281 L572 305"/></g>
<g fill="#fbf6ea" opacity=".85"><circle cx="256" cy="336" r="6"/><circle cx="304" cy="336" r="6"/>
<circle cx="352" cy="336" r="6"/><circle cx="400" cy="336" r="6"/>
<circle cx="448" cy="336" r="6"/><circle cx="496" cy="336" r="6"/><circle cx="544" cy="336" r="6"/></g>
<path d="M246 380 L256 310 M554 380 L544 310" stroke="${ink.dark}" stroke-width="6"/>
<g stroke="${ink.dark}" stroke-width="3" opacity=".45" fill="none" stroke-dasharray="6 8">
<path d="M290 380 V630 M330 370 V630 M370 370 V630 M430 370 V630 M470 370 V630 M510 380 V630"/></g>`,
};

export const boots: Shape = {
  ground: [400, 660, 320],
  draw: (ink) => `
<g transform="translate(92 -32) scale(.96)" opacity=".96"><path d="M262 205 Q330 180 420 205 L430 380 Q520 430 600 470 Q664 500
 668 575 L250 590 Q236 470 262 205 Z" fill="${ink.dark}"/>
<path d="M238 570 L672 560 Q682 600 664 628 L246 640 Q232 610 238 570 Z" fill="#2c2f33"/></g>
<path d="M172 190 Q250 165 345 190 L360 372 Q450 425 535 462 Q605 492 612 575 L160 590 Q140 470 172 190 Z" fill="url(#body)"/>
<path d="M172 190 Q250 165 345 190 L348 232 Q260 206 168 234 Z" fill="${ink.deep}"/>
<path d="M345 240 L360 372 Q450 425 535 462 L480 500 Q390 470 318 408 Q300 320 298 236 Z" fill="${ink.dark}"/>
<path d="M535 462 Q605 492 612 575 L480 580 Q470 510 535 462 Z" fill="${ink.deep}"/>
<path d="M160 480 Q250 470 300 520 L304 584 L160 590 Q154 540 160 480 Z" fill="${ink.deep}" opacity=".75"/>
<g stroke="#f3ead6" stroke-width="9" stroke-linecap="round" fill="none"><path d="M288 262 L352 272"/>
<path d="M290 302 L356 312"/><path d="M296 342 L362 350"/>
<path d="M310 388 L378 378"/><path d="M346 428 L418 402"/><path d="M396 460 L468 430"/>
<path d="M288 262 L356 312 M352 272 L290 302 M296 342 L378 378 M356 312 L310 388" opacity=".55" stroke-width="6"/></g>
<g fill="url(#metal)"><circle cx="286" cy="262" r="9"/><circle cx="288" cy="302" r="9"/><circle cx="294" cy="342" r="9"/>
<circle cx="308" cy="388" r="9"/>
<circle cx="344" cy="428" r="9"/><circle cx="394" cy="460" r="9"/></g>
<path d="M150 576 Q380 596 614 562 Q626 590 612 616 L612 640 L560 640 L550 622 L516 622 L506 642 L460 642 L450 624 L416 624 L406
 644 L330 644 L320 622
 L290 622 L280 646 L152 646 Q138 610 150 576 Z" fill="#33373c"/>
<path d="M150 576 Q380 596 614 562" stroke="#f3ead6" stroke-width="5" stroke-dasharray="10 6" fill="none"/>
<path d="M192 236 Q176 350 178 460" stroke="#fff" stroke-width="9" opacity=".3" fill="none" stroke-linecap="round"/>`,
};

export const hat: Shape = {
  ground: [400, 632, 260],
  draw: (ink) => `
<circle cx="400" cy="150" r="66" fill="${ink.light}"/>
<g stroke="${ink.base}" stroke-width="7" stroke-linecap="round">
<path d="M350 120 L378 140 M400 92 L400 122 M450 120 L424 140 M344 170 L372 160 M456 170 L428 160 M372 200 L386 178 M430 200 L414
 178 M400 150 L400 165"/></g>
<path d="M186 500 Q180 200 400 196 Q620 200 614 500 Z" fill="url(#body)"/>
<g fill="none" stroke="${ink.dark}" stroke-width="9" opacity=".55"><path d="M240 500 Q240 280 392 198"/>
<path d="M295 500 Q300 300 396 200"/><path d="M348 500 Q350 320 399 200"/>
<path d="M400 500 L400 200"/><path d="M452 500 Q450 320 401 200"/><path d="M505 500 Q500 300 404 200"/>
<path d="M560 500 Q560 280 408 198"/></g>
<path d="M170 480 Q400 440 630 480 L636 590 Q400 650 164 590 Z" fill="${ink.dark}"/>
<g stroke="${ink.deep}" stroke-width="6" opacity=".7"><path d="M210 476 L206 602 M250 470 L247 610 M290 466 L288 616 M330 462
 L329 620 M370 461 L370 622 M430 461 L430 622
 M470 462 L471 620 M510 466 L512 616 M550 470 L553 610 M590 476 L594 602"/></g>
<rect x="366" y="512" width="68" height="58" rx="8" fill="#efe6d2"/>
<path d="M380 556 L397 530 L407 545 L413 537 L424 556 Z" fill="${ink.deep}"/>`,
};

export const socks: Shape = {
  ground: [400, 672, 280],
  draw: (ink) => {
    const sock = `
<path d="M250 120 L400 120 L400 430 Q410 470 480 505 Q560 545 556 600 Q550 655 480 652 L350 640 Q262 625 252 520 Z"
 fill="url(#body)"/>
<path d="M246 108 H404 V190 H246 Z" fill="${ink.dark}"/>
<g stroke="${ink.deep}" stroke-width="4" opacity=".6"><path d="M266 110 V188 M288 110 V188 M310 110 V188 M332 110 V188 M354 110
 V188 M376 110 V188"/></g>
<g stroke="#f7f1e2" stroke-width="13"><path d="M250 240 H400 M250 280 H400"/></g>
<path d="M252 470 Q262 625 350 640 L372 642 Q300 560 330 478 Q290 450 252 470 Z" fill="${ink.dark}"/>
<path d="M492 512 Q560 548 556 600 Q550 655 480 652 L462 650 Q440 580 492 512 Z" fill="${ink.dark}"/>
<path d="M274 320 V440" stroke="#fff" stroke-width="9" opacity=".3" stroke-linecap="round"/>`;
    return `<g transform="translate(120 -10) rotate(4 400 400)" opacity=".93">${sock}</g>
<g transform="translate(-70 10)">${sock}</g>`;
  },
};

export const gloves: Shape = {
  ground: [400, 690, 280],
  draw: (ink) => {
    const glove = `
<path d="M250 560 L246 430 Q196 380 176 330 Q170 296 196 292 Q222 290 262 350 L262 190 Q264 158 288 158 Q312 158 314 190 L318 300
 L322 160 Q326 128 350 128
 Q374 130 374 162 L374 300 L386 176 Q392 146 414 150 Q436 154 434 184 L426 310 L446 226 Q456 200 476 206 Q496 214 490 244 L462
 430 L456 560 Z" fill="url(#body)"/>
<path d="M244 548 L462 548 L470 668 Q356 690 236 668 Z" fill="${ink.dark}"/>
<g stroke="${ink.deep}" stroke-width="5" opacity=".65"><path d="M266 552 L262 670 M296 552 L293 676 M326 552 L325 680 M356 552
 V682 M386 552 L388 680 M416 552 L419 676 M444 552 L449 670"/></g>
<path d="M246 430 Q262 400 262 350 M318 300 V330 M374 300 V330 M426 310 L422 338" stroke="${ink.dark}" stroke-width="6"
 fill="none" stroke-linecap="round"/>
<path d="M296 400 Q350 370 414 402 L406 470 Q350 492 304 470 Z" fill="${ink.deep}" opacity=".35"/>
<path d="M278 186 V330" stroke="#fff" stroke-width="8" opacity=".3" stroke-linecap="round"/>`;
    return `<g transform="translate(942 0) scale(-1 1) rotate(5 356 400)">${glove}</g>
<g transform="translate(-142 8) rotate(5 356 400)">${glove}</g>`;
  },
};
