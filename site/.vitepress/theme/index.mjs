import DefaultTheme from 'vitepress/theme-without-fonts';
import { keepForOffline } from './keep-for-offline.mjs';
import LiveDemo from './LiveDemo.vue';
import { rankPages } from './rank-pages.mjs';
import SiteLayout from './SiteLayout.vue';
import './style/colours.css';
import './style/reading.css';
import './style/code.css';
import './style/tables.css';
import './style/home.css';
import './style/print.css';
import '../../wire/wire.css';

export default {
  extends: DefaultTheme,
  Layout: SiteLayout,
  enhanceApp({ app, siteData }) {
    rankPages(siteData);
    app.component('LiveDemo', LiveDemo);
    if (!import.meta.env.SSR) keepForOffline(window, import.meta.env.BASE_URL);
  },
};
