/** The studio's page: a configuration as a form, and the app's screens as it makes them. */
import { StudioPage } from './studio-page.ts';

document.body.append(new StudioPage());
