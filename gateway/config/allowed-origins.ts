import { z } from 'zod';

/** Pages of the stack that other processes serve. */
export const defaultOrigins: readonly string[] = [
  'http://localhost:8011',
  'http://localhost:8020',
  'http://127.0.0.1:8011',
  'http://127.0.0.1:8020',
];

/** VX11_ALLOWED_ORIGINS: `none`, or origins as browsers send them, separated by commas. */
export const allowedOrigins = z
  .string()
  .transform((text, check): readonly string[] => {
    if (text.trim() === 'none') return [];
    const origins = text.split(',').map((part) => part.trim());
    if (!origins.every(isOrigin)) check.addIssue({ code: 'custom' });
    return origins;
  })
  .describe('none, or origins with their scheme separated by commas, such as https://vx11.example:8443');

/** Without a path, in small letters and without the port that its scheme has anyway: else it would match nothing. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
