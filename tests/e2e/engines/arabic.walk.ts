/** In a language that is written from right to left. */
import { walkIn } from './languages.ts';
import { setStage } from './stage.ts';

walkIn('ar', setStage({ service: true }));
