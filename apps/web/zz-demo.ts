import { openDemo } from './src/virtual/open-demo.ts';
const q = new URLSearchParams(location.search);
const tasks: number[] = [];
new PerformanceObserver((l) => { for (const e of l.getEntries()) tasks.push(Math.round(e.duration)); }).observe({ type: 'longtask', buffered: true });
(globalThis as any).tasks = tasks;
const lang = q.get('lang') ?? 'en';
document.documentElement.dir = lang === 'ar-XB' ? 'rtl' : 'ltr'; document.documentElement.lang = lang;
openDemo(document.querySelector('main')!, { languages: [lang], settings: q.get('fast') ? { fast: true } : {} }).then((demo) => { (globalThis as any).demo = demo; });
