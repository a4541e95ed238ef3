import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';

/** A browser that can be started, with what its process needs. */
export interface PackagedBrowser {
  executablePath: string;
  env: Record<string, string>;
}

/** The part of tar-fs that is used: it comes with @sparticuz/chromium, and has no types. */
interface TarFs {
  extract: (directory: string) => NodeJS.WritableStream;
}

/**
 * Unpacks the browser of @sparticuz/chromium with the libraries and fonts that a bare machine lacks, once.
 *
 * Not by the package's own function: that one writes to one fixed place and not in one step, so that two processes at
 * once would start half a file; and its flags end the browser with its first page.
 * @param directory where it is kept between runs
 * @throws Error where the package has no browser for this machine: it is for Linux on x64
 */
export async function unpackBrowser(directory: string): Promise<PackagedBrowser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`The package has no browser for ${process.platform} on ${process.arch}.`);
  }
  const packaged = dirname(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))));
  const { version } = JSON.parse(await readFile(join(packaged, 'package.json'), 'utf8')) as {
    version: string;
  };
  const home = resolve(directory, `chromium-${version}`);
  if (!existsSync(home)) await unpack(packaged, home);
  return {
    executablePath: join(home, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [process.env['LD_LIBRARY_PATH'], join(home, 'lib')].filter(Boolean).join(':'),
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
    },
  };
}

/** Unpacks beside the place and moves it there when it is whole; of two at once the first one wins. */
async function unpack(packaged: string, home: string): Promise<void> {
  const { extract } = createRequire(join(packaged, 'package.json'))('tar-fs') as TarFs;
  const unpacking = `${home}.${process.pid}`;
  const opened = (name: string) =>
    [createReadStream(join(packaged, 'bin', name)), createBrotliDecompress()] as const;
  try {
    await mkdir(unpacking, { recursive: true });
    await pipeline(...opened('chromium.br'), createWriteStream(join(unpacking, 'chromium')));
    await chmod(join(unpacking, 'chromium'), 0o755);
    await pipeline(...opened('al2023.tar.br'), extract(unpacking));
    await pipeline(...opened('fonts.tar.br'), extract(unpacking));
    await writeFile(join(unpacking, 'fonts.conf'), fontsConfiguration(home));
    await rename(unpacking, home);
  } catch (error) {
    await rm(unpacking, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

/** The machine's fonts first, the packaged ones where it has none. */
function fontsConfiguration(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${home}/fonts</dir>
  <cachedir>${home}/fonts-cache</cachedir>
</fontconfig>
`;
}
