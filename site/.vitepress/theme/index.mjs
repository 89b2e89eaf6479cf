import DefaultTheme from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import { keepForOffline } from './keep-for-offline.mjs';
import LiveDemo from './LiveDemo.vue';
import NoSuchPage from './NoSuchPage.vue';
import './style/colours.css';
import './style/reading.css';
import './style/home.css';
import './style/print.css';

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'not-found': () => h(NoSuchPage) }),
  enhanceApp({ app }) {
    app.component('LiveDemo', LiveDemo);
    if (!import.meta.env.SSR) keepForOffline(window, import.meta.env.BASE_URL);
  },
};
