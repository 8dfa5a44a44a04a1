// Preloaded with NODE_OPTIONS=--require: writes a line to VX11_OUTBOUND_LOG for each attempt to leave the machine,
// by connection, datagram or name look-up, and lets it go on.
const { appendFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');

const log = process.env.VX11_OUTBOUND_LOG;
const LOOPBACK = /^(127(\.\d+){3}|::1|::ffff:127(\.\d+){3}|localhost|0\.0\.0\.0|::)$/;

function note(what, target) {
  if (typeof target === 'string' && target !== '' && !LOOPBACK.test(target))
    appendFileSync(log, `${what} ${target}\n`);
}

// Every TCP and TLS connection ends here, whoever begins it.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === 'object' && first !== null) {
    if (first.path === undefined || first.path === null) note('connect', first.host);
  } else if (typeof first === 'number' || /^\d+$/.test(first)) note('connect', args[1]);
  return connect.apply(this, args);
};

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...args) {
  note(
    'datagram',
    args.find((arg, index) => index > 0 && typeof arg === 'string'),
  );
  return send.apply(this, args);
};

for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const name of Object.getOwnPropertyNames(owner)) {
    if (!/^(lookup|resolve|reverse)/.test(name) || typeof owner[name] !== 'function') continue;
    const original = owner[name];
    owner[name] = function (target, ...rest) {
      note(name, target);
      return original.call(this, target, ...rest);
    };
  }
}
syncBuiltinESMExports();
