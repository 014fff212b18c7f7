import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { emptyFolder } from '../program.js';
import { type CertificateZoo, makeZoo } from './certificate-zoo.js';

/** Certificates of a lab, and an empty folder that holds their authority as ca.pem. */
export async function folderWithAuthority(): Promise<{ readonly zoo: CertificateZoo; readonly folder: string }> {
  const [zoo, folder] = await Promise.all([makeZoo(), emptyFolder()]);
  await writeFile(path.join(folder, 'ca.pem'), zoo.authority.caPem);
  return { zoo, folder };
}
