import { stringify } from 'yaml';
import { ConfigurationError } from '../../platform/configuration/configuration-error.ts';
import { addToFile } from './add-to-file.ts';
import { newToken } from './new-token.ts';

/** `npm run token`: makes a token, shows it once, and lists what the server needs to know of it. Exits with 78 where something is wrong. */
try {
  const { value, entry, file } = newToken(process.argv.slice(2), Date.now());
  if (file !== undefined) addToFile(file, entry);
  console.log(value);
  console.error(
    file === undefined
      ? `\nThe token above is shown this once. Add to the file that VX11_TOKENS names:\n\n${stringify({ tokens: [entry] })}`
      : `\nThe token above is shown this once. ${file} lists it as ${entry.name}; a running server sees it within a second.`,
  );
} catch (error) {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(error instanceof ConfigurationError ? 78 : 1);
}
