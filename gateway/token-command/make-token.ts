import { stringify } from 'yaml';
import { addToFile } from './add-to-file.ts';
import { newToken } from './new-token.ts';

/** Makes a token, prints it once, and lists what the server needs to know of it. Throws ConfigurationError. */
export function makeToken(args: readonly string[]): void {
  const { value, entry, file } = newToken(args, Date.now());
  if (file !== undefined) addToFile(file, entry);
  console.log(value);
  console.error(
    file === undefined
      ? `\nThe token above is shown this once. Add to the file that VX11_TOKENS names:\n\n${stringify({ tokens: [entry] })}`
      : `\nThe token above is shown this once. ${file} lists it as ${entry.name}; a running server sees it within a second.`,
  );
}
