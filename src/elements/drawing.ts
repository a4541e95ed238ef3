/** A drawing as data, so that it can be tested without a browser; its colours come from the stylesheet. */
export interface Drawing {
  /** Attributes of the drawing as a whole: class, width, height, viewBox. */
  attributes: Readonly<Record<string, string | number>>;
  /** The lines of the drawing, the undermost first: the class and the path of each. */
  paths: readonly (readonly [className: string, path: string])[];
}
