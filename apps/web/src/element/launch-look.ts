/** Style of the launch button. Its tokens are those of the flow, with the same defaults. */
export const launchLook = `:host{display:inline-block}
:host([hidden]){display:none}
button{--a:var(--esp-provision-accent,light-dark(#0b6a70,#4fb8b5));--s:var(--esp-provision-surface,light-dark(#fff,#151b1d));--t:var(--esp-provision-text,light-dark(#122023,#e9efef));--u:var(--esp-provision-unit,1rem);--i:light-dark(oklch(from var(--a) min(l,.5) c h),oklch(from var(--a) max(l,.78) c h));display:inline-flex;align-items:center;justify-content:center;gap:calc(var(--u)*.5);min-block-size:calc(var(--u)*3);padding:calc(var(--u)*.5) calc(var(--u)*1.5);border:1px solid color-mix(in oklab,var(--t) 54%,var(--s));border-radius:var(--esp-provision-radius,12px);background:var(--s);color:var(--t);font:500 var(--u)/1.25 var(--esp-provision-font,system-ui,sans-serif);cursor:pointer;transition:.12s}
button:hover{filter:brightness(.95)}
button:focus-visible{outline:2px solid var(--esp-provision-focus,var(--i));outline-offset:2px}
.primary{border-color:var(--a);background:var(--a);color:var(--esp-provision-on-accent,oklch(from var(--a) calc((.57 - l)*1000) 0 0));font-weight:600}
.quiet{border-color:#0000;background:none;color:var(--i)}
svg{inline-size:1.25em;fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round}
i{inline-size:.6em;block-size:.6em;border-radius:50%;background:currentColor;animation:b 2.8s ease-in-out infinite}
@keyframes b{50%{opacity:.4;transform:scale(.75)}}
@media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important}}`;
