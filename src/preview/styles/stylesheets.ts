import { createHash } from 'node:crypto';
import { account } from './account.css.ts';
import { banner, bannerContent } from './banner.css.ts';
import { list } from './list.css.ts';
import { theme } from './theme.css.ts';

/** A stylesheet of the preview's own. */
export interface Stylesheet {
  /** It changes with the content, so that browsers may keep it. */
  address: string;
  content: string;
}

/** For pages of the preview's own look. */
export const listStylesheet = stylesheet('style', `${theme}${list}${banner}${bannerContent}`);

/** For pages of components: nothing but the head and the frame. */
export const accountStylesheet = stylesheet(
  'account',
  `${theme}${banner}.banner {${bannerContent}}${account}`,
);

function stylesheet(name: string, content: string): Stylesheet {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { address: `/${name}-${hash}.css`, content };
}
