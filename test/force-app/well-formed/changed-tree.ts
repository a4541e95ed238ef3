import { relative, sep } from 'node:path';
import { NodeFSTreeContainer } from '@salesforce/source-deploy-retrieve';

/** New texts of files, by their path within the project; undefined for a file that is taken away. */
export type Changes = ReadonlyMap<string, string | undefined>;

/** The files of the project as they would be after some changes; nothing is written. */
export class ChangedTree extends NodeFSTreeContainer {
  private readonly project: string;
  private readonly changes: Changes;

  constructor(project: string, changes: Changes) {
    super();
    this.project = project;
    this.changes = changes;
  }

  override exists(path: string): boolean {
    const name = this.nameOf(path);
    if (this.changes.has(name)) return this.changes.get(name) !== undefined;
    return this.added(name).length > 0 || super.exists(path);
  }

  override isDirectory(path: string): boolean {
    const name = this.nameOf(path);
    if (this.changes.get(name) !== undefined) return false;
    return this.added(name).length > 0 || super.isDirectory(path);
  }

  override readDirectory(path: string): string[] {
    const name = this.nameOf(path);
    const there = super.exists(path) ? super.readDirectory(path) : [];
    const left = there.filter((entry) => {
      const inside = `${name}/${entry}`;
      return !this.changes.has(inside) || this.changes.get(inside) !== undefined;
    });
    return [...new Set([...left, ...this.added(name)])];
  }

  override readFileSync(path: string): Buffer {
    const changed = this.changes.get(this.nameOf(path));
    return changed === undefined ? super.readFileSync(path) : Buffer.from(changed);
  }

  override async readFile(path: string): Promise<Buffer> {
    return this.readFileSync(path);
  }

  /** What the changes put directly into a folder. */
  private added(folder: string): string[] {
    return [...this.changes]
      .filter(([file, text]) => text !== undefined && file.startsWith(`${folder}/`))
      .map(([file]) => file.slice(folder.length + 1).split('/')[0] ?? '');
  }

  private nameOf(path: string): string {
    return relative(this.project, path).replaceAll(sep, '/');
  }
}
