import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from './temp-dir.ts';

/** A new folder as DOCKER_CERT_PATH names one, by openssl: ca.pem, cert.pem and key.pem of one that vouches for itself, at 127.0.0.1. */
export function makeCertificates(): string {
  const folder = tempDir();
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const names = ['-subj', '/CN=test engine', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, ...names, ...files], { stdio: 'pipe' });
  copyFileSync(join(folder, 'cert.pem'), join(folder, 'ca.pem'));
  return folder;
}
