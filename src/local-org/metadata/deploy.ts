import { resolve } from 'node:path';
import type { DeployedComponent, Schema } from '../schema/schema.ts';
import { copySchema } from '../schema/serialize.ts';
import type { Store } from '../store/database.ts';
import { applyPieces } from './apply.ts';
import { schemaProblems } from './check.ts';
import { DeployError } from './problems.ts';
import { packageDirectories, projectFingerprint, readProject } from './read-project.ts';

/** What became of a deploy that was not refused. */
export interface DeployResult {
  /** Whether the project is the one that was deployed last time: nothing was done. */
  unchanged: boolean;
  /** What was taken, with what is only recorded because the local org has no behaviour for it. */
  components: DeployedComponent[];
}

/** A deploy that can be carried out. */
interface PreparedDeploy {
  result: DeployResult;
  /** The schema after the deploy; undefined when the project is unchanged. */
  schema: Schema | undefined;
  /** Keeps in the database that this state of the project is deployed. */
  remember: () => void;
}

/**
 * Reads an SFDX project on top of a schema. Nothing is changed but the key prefixes given to new objects.
 * Throws DeployError with every problem found.
 */
export async function deployProject(
  store: Store,
  before: Schema,
  projectDirectory: string,
): Promise<PreparedDeploy> {
  const project = resolve(projectDirectory);
  const directories = packageDirectories(project);
  const fingerprint = projectFingerprint(project, directories);
  const name = `deployed:${project}`;
  if (store.state(name) === fingerprint) {
    const components = [...before.components.values()];
    return { result: { unchanged: true, components }, schema: undefined, remember: () => undefined };
  }
  const pieces = await readProject(project, directories);
  const schema = copySchema(before);
  const pieceProblems = applyPieces(store, schema, pieces);
  // Where an object or field is missing, everything that names it would complain too: the causes come first.
  const problems = pieceProblems.length > 0 ? pieceProblems : schemaProblems(store, before, schema);
  if (problems.length > 0) throw new DeployError(problems);
  const components = pieces.flatMap(
    ({ type, fullName }) => schema.components.get(`${type}:${fullName}`) ?? [],
  );
  return {
    result: { unchanged: false, components },
    schema,
    remember: () => store.setState(name, fingerprint),
  };
}
