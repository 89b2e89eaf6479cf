import DefaultTheme from 'vitepress/theme';
import './theme.css';
import '../../wire/wire.css';

export default { extends: DefaultTheme };
