/** Stops with a clear sentence on a Node too old for this project, instead of a syntax error later. */
export function requireNode24() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 24) return;
  process.stderr.write(
    `Rapport needs Node 24; this is ${process.version}. Start it through npm (npm start, npx), ` +
      'which uses the Node that npm install brought along, or install Node 24.\n',
  );
  process.exit(1);
}
