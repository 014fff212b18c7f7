import { mx } from '../network.js';

/** Makes key.pem and cert.pem in the working folder. */
export const certificate = `openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=${mx.name} -keyout key.pem -out cert.pem 2> /dev/null`;

/** A program that stores the message it is given. */
export const store = '#!/bin/sh\ncat > "$(mktemp /receiver/mail/new/XXXXXXXX)"\n';
