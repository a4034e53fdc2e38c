"""Writes numbers of NumPy's generators for RandomNumpyTest: python3 make_numbers.py > numbers.txt"""
import numpy as np

def line(kind, seed, call, values):
    values = np.asarray(values).ravel()
    shown = [float(v).hex() for v in values] if values.dtype.kind == 'f' else [str(int(v)) for v in values]
    print(kind, seed, call, ','.join(shown), sep=' ')

print('# numpy', np.__version__)
for seed in [0, 1, 7, 12345, 2**31, 2**32 - 1, 2**32, 2**40 + 7, 2**64 - 1, 2**64, 2**64 + 2**33 + 5, 2**127 + 1, 2**200 + 3**90]:
    g = lambda: np.random.default_rng(seed)
    line('generator', seed, 'random', g().random(6))
    line('generator', seed, 'uniform:-10:10', g().uniform(-10, 10, 5))
    line('generator', seed, 'normal', g().standard_normal(40))
    line('generator', seed, 'integers:0:2', g().integers(2, size=12))
    line('generator', seed, 'integers:0:1000', g().integers(0, 1000, size=9))
    line('generator', seed, 'integers:-5:3000000000', g().integers(-5, 3000000000, size=7))
    line('generator', seed, 'integers:0:4294967296', g().integers(0, 2**32, size=5))
    line('generator', seed, 'integers:0:3221225473', g().integers(0, 3221225473, size=9))
    line('generator', seed, 'integers:-9:6917529027641081856', g().integers(-9, 6917529027641081856, size=9))
    for n in [1, 2, 10, 1000]:
        line('generator', seed, 'permutation:%d' % n, g().permutation(n))
    r = g()
    line('generator', seed, 'integers:0:10,permutation:5,random,integers:0:10,normal',
         np.concatenate([r.integers(0, 10, 1), r.permutation(5), [r.random()], r.integers(0, 10, 1), [r.standard_normal()]]).astype(float))
for seed in [0, 1, 7, 12345, 2**31, 2**32 - 1]:
    s = lambda: np.random.RandomState(seed)
    line('state', seed, 'random', s().rand(6))
    line('state', seed, 'normal', s().randn(11))
    for n in [1, 2, 10, 1000]:
        line('state', seed, 'permutation:%d' % n, s().permutation(n))
    r = s()
    line('state', seed, 'normal,permutation:5,random,normal',
         np.concatenate([[r.randn()], r.permutation(5), [r.rand()], [r.randn()]]).astype(float))
