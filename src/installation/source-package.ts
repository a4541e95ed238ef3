import type { SourceComponent } from '@salesforce/source-deploy-retrieve';

/** Components in source format, ready to be deployed in part. */
export class SourcePackage {
  readonly #components: readonly SourceComponent[];

  private constructor(components: readonly SourceComponent[]) {
    this.#components = components;
  }

  /**
   * Reads the components of a folder. Loads source-deploy-retrieve, which takes about a second.
   * @throws Error when the folder is missing or a file is of no known type
   */
  static async read(folder: string): Promise<SourcePackage> {
    const { ComponentSet } = await import('@salesforce/source-deploy-retrieve');
    const whole = ComponentSet.fromSource({ fsPaths: [folder] })
      .getSourceComponents()
      .toArray();
    // an object of which the folder holds only parts, such as rules, stands for these parts; so does a file of sharing rules
    const parts = whole.flatMap((component) =>
      component.xml === undefined || component.type.name === 'SharingRules'
        ? component.getChildren()
        : [component],
    );
    return new SourcePackage(parts);
  }

  /** Type and full name of each component. */
  get names(): { type: string; fullName: string }[] {
    return this.#components.map(({ type, fullName }) => ({ type: type.name, fullName }));
  }

  /** The components that are named, as a zip in metadata format with its `package.xml`. */
  async zip(names: readonly { type: string; fullName: string }[]): Promise<Buffer> {
    const { ComponentSet, MetadataConverter } = await import('@salesforce/source-deploy-retrieve');
    const wanted = new Set(names.map(({ type, fullName }) => `${type}:${fullName}`));
    const chosen = this.#components.filter(({ type, fullName }) => wanted.has(`${type.name}:${fullName}`));
    const { zipBuffer } = await new MetadataConverter().convert(new ComponentSet(chosen), 'metadata', {
      type: 'zip',
    });
    if (zipBuffer === undefined) throw new Error('source-deploy-retrieve made no zip');
    return zipBuffer;
  }
}
