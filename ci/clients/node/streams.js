// So many streams at once on one connection, each with a recording: every one must get a final and end well.
// usage: node streams.js HOST:PORT PROTO WAV COUNT
import { readFileSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";

const [target, proto, wav, count] = process.argv.slice(2);
const { stt } = grpc.loadPackageDefinition(loader.loadSync(proto, { keepCase: true }));
const client = new stt.STTBackend(target, grpc.credentials.createInsecure());
// The header of these recordings has 44 bytes.
const pcm = readFileSync(wav).subarray(44);
const CHUNK = 6400;
const deadline = () => Date.now() + 60_000;

function create(id) {
  return new Promise((resolve, reject) =>
    client.CreateSession({ session_id: id }, { deadline: deadline() }, (error) => (error ? reject(error) : resolve())));
}

function stream(id) {
  return new Promise((resolve, reject) => {
    const call = client.StreamingRecognize({ deadline: deadline() });
    let finals = 0;
    call.on("data", (result) => (finals += result.is_final ? 1 : 0));
    call.on("error", reject);
    call.on("end", () => (finals > 0 ? resolve() : reject(new Error("no final"))));
    for (let at = 0; at < pcm.length; at += CHUNK) {
      const last = at + CHUNK >= pcm.length;
      call.write({ pcm16: pcm.subarray(at, at + CHUNK), sample_rate: 16000, session_id: id, is_final: last });
    }
  });
}

const ids = Array.from({ length: Number(count) }, (_, i) => `node-${i}`);
const ends = await Promise.allSettled(ids.map((id) => create(id).then(() => stream(id))));
const failed = ends.filter((end) => end.status === "rejected");
failed.forEach((end) => console.error(`  ${end.reason.message}`));
console.log(`grpc-js: ${ends.length - failed.length} of ${ends.length}`);
client.close();
process.exit(failed.length === 0 ? 0 : 1);
