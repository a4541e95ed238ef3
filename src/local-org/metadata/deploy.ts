import type { DeployedComponent, Schema } from '../schema/schema.ts';
import { copySchema } from '../schema/serialize.ts';
import type { Store } from '../store/database.ts';
import { applyPieces } from './apply.ts';
import { schemaProblems } from './check.ts';
import { deleteComponent } from './delete-components.ts';
import type { Deleting, Removed } from './delete-components.ts';
import type { DeployProblem } from './problems.ts';
import type { Deletion, PackageContents } from './read-package.ts';
import type { SourcePiece } from './source-pieces.ts';

/** What became of a deploy that was not refused. */
export interface DeployResult {
  /** Whether the project is the one that was deployed last time: nothing was done. */
  unchanged: boolean;
  /** What was taken, with what is only recorded because the local org has no behaviour for it. */
  components: DeployedComponent[];
}

/** What became of one component of a deploy, or would have. */
export interface ComponentOutcome {
  type: string;
  fullName: string;
  fileName: string;
  state: 'created' | 'changed' | 'unchanged' | 'deleted';
  /** Why nothing was done, although nothing is wrong. */
  warning?: string;
}

/** A deploy as it would be. It can be carried out when there are no problems. */
export interface PlannedDeploy {
  schema: Schema;
  removed: Removed;
  outcomes: ComponentOutcome[];
  problems: DeployProblem[];
}

function outcomeOf(before: Schema, piece: SourcePiece): ComponentOutcome {
  const { type, fullName, fileName } = piece;
  const known = before.components.get(`${type}:${fullName}`);
  const changed = known?.contentHash === piece.contentHash ? 'unchanged' : 'changed';
  return { type, fullName, fileName, state: known === undefined ? 'created' : changed };
}

/** Notes with each component what it was and when it changed last, for the next deploy and for lists. */
function stamp(
  before: Schema,
  schema: Schema,
  pieces: SourcePiece[],
  by: { userId: string; at: string },
): void {
  for (const piece of pieces) {
    const key = `${piece.type}:${piece.fullName}`;
    const component = schema.components.get(key);
    if (component === undefined) continue;
    const known = before.components.get(key);
    component.contentHash = piece.contentHash;
    component.created = known?.created ?? by;
    component.changed = known?.contentHash === piece.contentHash ? (known.changed ?? by) : by;
  }
}

function deleteAll(deleting: Deleting, deletions: Deletion[], problems: DeployProblem[]): ComponentOutcome[] {
  return deletions.flatMap((deletion): ComponentOutcome[] => {
    const { type, fullName, fileName } = deletion;
    try {
      if (deleteComponent(deleting, deletion)) return [{ type, fullName, fileName, state: 'deleted' }];
      const warning = `No ${type} named: ${fullName} found`;
      // As Salesforce reports it: under the name of the manifest.
      return [{ type, fullName: fileName, fileName, state: 'unchanged', warning }];
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      problems.push({ type, fullName, fileName, problem });
      return [];
    }
  });
}

/**
 * Puts a package into a copy of a schema and checks the whole. Nothing is changed but the key prefixes given to new
 * objects.
 */
export function planDeploy(
  store: Store,
  before: Schema,
  contents: PackageContents,
  by: { userId: string; at: string },
): PlannedDeploy {
  const { pieces, deletions } = contents;
  const schema = copySchema(before);
  const removed: Removed = { objects: [], fields: [], permissionSets: [] };
  const deleting: Deleting = { store, schema, removed };
  const problems = [...contents.problems];
  const outcomes = pieces.map((piece) => outcomeOf(before, piece));
  const those = (when: Deletion['when']): Deletion[] =>
    deletions.filter((deletion) => deletion.when === when);
  outcomes.push(...deleteAll(deleting, those('before'), problems));
  problems.push(...applyPieces(store, schema, pieces));
  outcomes.push(...deleteAll(deleting, those('after'), problems));
  stamp(before, schema, pieces, by);
  // Where an object or field is missing, everything that names it would complain too: the causes come first.
  if (problems.length === 0) problems.push(...schemaProblems(store, before, schema));
  return { schema, removed, outcomes, problems };
}
