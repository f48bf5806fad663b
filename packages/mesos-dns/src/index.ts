export { dnsMain, startMesosDns, type MesosDnsDeps, type RunningMesosDns } from './main.ts';
export { dnsFlags, type DnsFlags } from './flags.ts';
