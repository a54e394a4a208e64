/** The style sheets that the page kit's elements adopt. */
import { kitColours } from './styles/colours.ts';
import { controlStyles } from './styles/controls.ts';
import { stepStyles } from './styles/steps.ts';
import { textStyles } from './styles/text.ts';

export const kitStyles = [kitColours, textStyles, controlStyles, stepStyles];
