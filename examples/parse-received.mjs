import { parseReceived } from 'akrelay';

const hop = parseReceived(
  'from gato017.sndsy.ru (gato017.sndsy.ru [185.138.182.17]) by mx.example.net (Postfix) with ESMTPS id 4fKq; Sat, 21 Nov 2026 13:04:05 +0300',
);
console.log(hop.from);
console.log(hop.by.name, hop.with, hop.at);
