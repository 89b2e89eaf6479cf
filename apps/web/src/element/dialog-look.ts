/** Style of the dialog; what is in it has its own. The page's `color-scheme` decides between light and dark. */
export const dialogLook = `dialog{--u:var(--esp-provision-unit,1rem);inline-size:min(100vi - var(--u)*2,calc(var(--u)*56));max-inline-size:none;max-block-size:calc(100dvb - var(--u)*2);margin:auto;padding:0;border:0;border-radius:calc(var(--esp-provision-radius,12px)*1.75);background:none;color:inherit;overflow:auto;overscroll-behavior:contain}
dialog::backdrop{background:light-dark(#12202366,#0009)}
@media (max-width:30rem){dialog{inline-size:100vi;max-block-size:100dvb;margin-block-end:0}}
@media (prefers-reduced-motion:no-preference){dialog[open]{animation:in .26s cubic-bezier(.3,0,.1,1)}}
@keyframes in{from{opacity:0;transform:translateY(8px)}}`;
